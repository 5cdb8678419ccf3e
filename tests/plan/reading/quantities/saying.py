"""Short sentences in, quantities out: what the tests of the grammar read with."""

from guatu.plan.reading.model import Quantity
from guatu.plan.reading.quantities import find_quantities


def all_of(text: str, *, year: int | None = 2030) -> tuple[Quantity, ...]:
    """All quantities of the text."""
    return find_quantities(text, sections=(), dropped=(), year=year)


def targets(text: str) -> list[Quantity]:
    """The targets of the text."""
    return [quantity for quantity in all_of(text) if quantity.polarity == "target"]


def subjects(text: str) -> list[str]:
    """What the targets of the text count."""
    return [quantity.subject for quantity in targets(text)]


def kinds(text: str) -> list[str]:
    """The kinds of the targets of the text."""
    return [quantity.kind for quantity in targets(text)]


def reasons(text: str) -> list[str | None]:
    """Why the quantities of the text are no targets; None for a target."""
    return [quantity.reason for quantity in all_of(text)]
