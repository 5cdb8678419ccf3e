"""Which quantities does a text state, and which of them does it commit to?"""

from guatu.plan.reading.quantities.finding import find_quantities

__all__ = ["find_quantities"]
