"""When is each round of returns filed, checked, released and locked? Days only; no Django.

A firm files up to three days before the last day. What came in is verified on the day after the last day,
what is wrong goes back on the day by which all has to be checked, then the sums are released. Who was late
or was sent back files some days later; with that the round is locked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guatu.base.periods import Period
from guatu.zone.statistics.returns.calendar import due_of
from guatu.zone.statistics.returns.demo.troubles import JUNE, LATE_AT, At

AHEAD = 4
"""On how many days firms file: the last one, and as many before as make this number."""
MONTHLY = ("industrial_output", "investment", "energy", "services_income", "finance")
# In July the year of `./run demo` ends: what is open then is settled after it.
_JULY = date(2019, 7, 19)
_LATE = date(2019, 11, 22)


@dataclass(frozen=True, slots=True)
class Round:
    """A form for the period that ends with a month, and its days."""

    form: str
    at: At

    @property
    def period(self) -> Period:
        """The period: from January to that month."""
        return Period.to_month(*self.at)

    @property
    def filing(self) -> list[date]:
        """The days on which firms file, the last one last."""
        last = due_of(self.form, self.period).file_by
        return [last - timedelta(ahead) for ahead in range(AHEAD - 1, -1, -1)]

    @property
    def checked(self) -> date:
        """The day by which all has to be checked."""
        return due_of(self.form, self.period).verify_by

    @property
    def verified(self) -> date:
        """The day on which most is verified."""
        return min(self.filing[-1] + timedelta(1), self.checked)

    @property
    def late(self) -> list[date]:
        """The days on which those file that were late or were sent back."""
        first = self.checked + timedelta(2)
        if self.at == JUNE:
            first = max(first, _JULY)
        if (self.form, self.at) == ("industrial_output", LATE_AT):
            first = _LATE
        return [first + timedelta(later) for later in range(AHEAD)]

    @property
    def locked(self) -> date:
        """The day on which the round is locked."""
        return self.late[-1] + timedelta(1) if self.at >= JUNE else self.checked + timedelta(2)


def rounds_of_2019() -> Iterator[Round]:
    """All rounds that are filed in 2019 and January 2020."""
    yield Round("research", (2018, 12))
    for month in range(2, 13):
        for form in (*MONTHLY, *(("employment",) if month % 3 == 0 else ())):
            yield Round(form, (2019, month))
