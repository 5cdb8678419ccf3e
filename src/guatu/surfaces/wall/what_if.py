"""What was assumed in a question “what if”, and which lights would change by it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.plan.tracking.simulation import Assumption, Case, Outcome
from guatu.plan.tracking.terms import Status
from guatu.plan.tracking.words import amount_shown, period_name, say

#: Beyond this nobody means it; what is typed stays a number that the chart of a year can hold.
LARGEST = Decimal(10) ** 15
_MONTHS = frozenset(map(str, range(2, 13)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the form, as it was typed, and what is wrong with it."""

    target: int | None
    figure: str
    due: str
    growth: str
    month: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A target with its light and value without and with the assumption."""

    pk: int
    name: str
    turns: bool
    before: str
    before_value: str
    after: str
    after_value: str
    reason: str


def read_question(asked: Mapping[str, str], cases: Mapping[int, Case]) -> tuple[Asked, Assumption | None]:
    """The form and the assumption in it; None where nothing is assumed yet or something cannot be read."""
    key = _key(asked.get("target", ""), cases)
    figure, due, growth = (asked.get(name, "").strip()[:40] for name in ("figure", "due", "growth"))
    month = _month(asked.get("month", ""))
    form = Asked(key, figure, due, growth, month)
    if key is None or not (figure or due or growth):
        return form, None
    try:
        terms = cases[key].terms
        shown = unit(terms.display_unit or terms.unit)
        assumption = Assumption(
            key,
            figure=Quantity(_amount(figure), shown) if figure and not growth else None,
            due=date.fromisoformat(due) if due else None,
            growth=_amount(growth) if growth else None,
            month=month,
        )
    except (InvalidOperation, ValueError):
        problem = _("This cannot be read. Figures are written as 1251.3, days as 2019-09-30.")
        return replace(form, problem=problem), None
    return form, assumption


def _key(text: str, cases: Mapping[int, Case]) -> int | None:
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
    return key if key in cases else None


def _month(text: str) -> int | None:
    return int(text) if text in _MONTHS else None


def _amount(text: str) -> Decimal:
    amount = Decimal(text.replace(",", "").replace("，", "").replace("−", "-").removesuffix("%"))
    if not amount.is_finite() or abs(amount) > LARGEST:
        raise ValueError(text)
    return amount


def outcome_rows(outcomes: Iterable[Outcome], names: Mapping[int, str]) -> tuple[OutcomeRow, ...]:
    """The outcomes in words, those whose light turns first."""
    rows = (
        OutcomeRow(
            pk=each.key,
            name=names[each.key],
            turns=each.turns,
            before=each.before.light.value,
            before_value=_value(each.before),
            after=each.after.light.value,
            after_value=_value(each.after),
            reason=say(each.after.reason),
        )
        for each in outcomes
    )
    return tuple(sorted(rows, key=lambda row: not row.turns))


def _value(status: Status) -> str:
    return "" if status.actual is None else amount_shown(status.actual)


def months_ahead(case: Case | None, day: date) -> list[int]:
    """The months of which a figure is still to come, so that one can be assumed of them."""
    if case is None:
        return []
    known = [o.period.last_month for o in case.observations if o.period.year == case.terms.year]
    return list(range(max(known, default=1) + 1, 13)) if case.terms.year >= day.year else []


def judged_in(year: int, asked: Asked, case: Case | None) -> str:
    """The period to come at whose end the lights are judged, "" for today's lights."""
    if case is None:
        return ""
    if asked.growth:
        return period_name(Period.of_year(year))
    ahead = asked.figure and asked.month is not None and asked.month in months_ahead(case, date(year, 1, 1))
    return period_name(Period.to_month(year, asked.month)) if ahead and asked.month else ""
