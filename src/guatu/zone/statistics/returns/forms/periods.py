"""For which periods is a form filed? Pure, no Django.

January is never alone: the first return of a year is for 1–2月 (一月免报), then each is cumulative.
"""

from __future__ import annotations

from guatu.base.periods import Period
from guatu.zone.statistics.returns.forms.definition import Form, Frequency

_LAST_MONTHS: dict[Frequency, tuple[int, ...]] = {
    "monthly": tuple(range(2, 13)),
    "quarterly": (3, 6, 9, 12),
    "yearly": (12,),
}


def due_periods(form: Form, year: int) -> tuple[Period, ...]:
    """The periods of a year for which the form is filed, each cumulative from January."""
    return tuple(Period.to_month(year, month) for month in _LAST_MONTHS[form.frequency])


def is_period_of(form: Form, period: Period) -> bool:
    """Whether the form is filed for that period."""
    return period in due_periods(form, period.year)


def last_period(form: Form, period: Period) -> Period | None:
    """The return before in the same year; None for the first of a year."""
    before = [each for each in due_periods(form, period.year) if each < period]
    return before[-1] if before else None
