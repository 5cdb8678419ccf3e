"""How does each number of a report get its place in the list, and what does the list say of it? Pure."""

from __future__ import annotations

from dataclasses import dataclass

from guatu.plan.reports.blocks import Number, Piece
from guatu.plan.reports.facts import Facts
from guatu.plan.reports.readings import MINUS, Read, period_name, read


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the list: the number as printed, and where it is read from."""

    serial: int
    key: str
    what: str
    read: Read

    @property
    def printed(self) -> str:
        """Number and unit, as they stand in the text."""
        return self.read.shown + self.read.unit

    def period_in(self, year: int) -> str:
        """The period's name, without the year where it is that one."""
        return period_name(self.read.period).removeprefix(f"{year}年")


class Numbering:
    """Gives every number its serial, in the order of the print; a repeated one keeps its own."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._listed: dict[str, Listed] = {}

    @property
    def listed(self) -> tuple[Listed, ...]:
        """All numbers so far, by their serials."""
        return tuple(self._listed.values())

    def number(
        self, key: str, what: str, *, bare: bool = False, signed: bool = False, unsigned: bool = False
    ) -> Piece:
        """The number of that key, or the word for what is missing; `bare` without its unit.

        `what` says of what it is, for the list. `signed` puts a plus before what is above zero, `unsigned`
        leaves the minus to the words before it: 同比下降3.2%.
        """
        found = read(key, self.facts)
        if found.amount is None:
            return found.missing
        if key not in self._listed:
            self._listed[key] = Listed(len(self._listed) + 1, key, what, found)
        shown = found.shown.removeprefix(MINUS) if unsigned else found.shown
        if signed and found.amount > 0 and is_seen(found):
            shown = f"+{shown}"
        return Number(self._listed[key].serial, shown, "" if bare else found.unit)


def is_seen(found: Read) -> bool:
    """Whether anything but zero is left after rounding."""
    return bool(set(found.shown) - set(f"0.{MINUS}"))
