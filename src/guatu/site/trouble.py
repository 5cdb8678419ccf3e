"""How does the program say that it cannot go on?"""


class TroubleError(Exception):
    """A sentence for the person at the terminal: what is wrong and what to do; shown without a traceback."""
