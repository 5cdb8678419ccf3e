"""How is a light's reason said in one sentence, in the reader's language?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, round_half_up
from guatu.plan.tracking.terms import Reason, ReasonValue

SENTENCES = {
    "flow_done": later("%(actual)s by %(period)s: the year's target of %(target)s is reached."),
    "flow_missed": later("The year ended at %(actual)s, %(progress)s of the target of %(target)s."),
    "flow_pace": later("%(actual)s by %(period)s is %(attainment)s of the pace of %(expected)s %(basis)s."),
    "flow_overdue": later("%(actual)s by %(period)s; %(target)s was due by %(day)s."),
    "flow_none_due": later("%(actual)s by %(period)s; none was due by then %(basis)s."),
    "ceiling_held": later("The year ended at %(actual)s, within the limit of %(target)s."),
    "ceiling_exceeded": later("%(actual)s by %(period)s is over the limit of %(target)s."),
    "ceiling_pace": later(
        "%(actual)s by %(period)s against a pace of %(expected)s under the limit of %(target)s."
    ),
    "stock_reached": later("%(actual)s at the end of %(period)s: the target of %(target)s is reached."),
    "stock_missed": later("The year ended at %(actual)s; the target was %(target)s."),
    "stock_pace": later(
        "%(actual)s at the end of %(period)s; on the way to %(target)s it should be %(expected)s."
    ),
    "stock_overdue": later("%(actual)s at the end of %(period)s; %(target)s was due by %(day)s."),
    "no_base": later("There is no figure for the end of last year, so the increase cannot be told."),
    "rate_done": later("The year ended at %(actual)s; the target of %(target)s is met."),
    "rate_missed": later("The year ended at %(actual)s; the target of %(target)s is missed."),
    "rate_held": later("%(actual)s for %(period)s meets %(target)s."),
    "rate_short": later("%(actual)s for %(period)s is short of %(target)s."),
    "milestone_reached": later("Reached: %(actual)s by %(period)s."),
    "milestone_ahead": later("%(actual)s of %(target)s so far; due by %(day)s."),
    "milestone_overdue": later("%(actual)s of %(target)s; it was due by %(day)s."),
    "zero_kept": later("None recorded; last confirmed for %(period)s on %(day)s."),
    "zero_broken": later("%(actual)s recorded by %(period)s; the plan allows none."),
    "missing": later("No value is given for %(period)s."),
    "not_yet_due": later("The first figure is due by %(day)s."),
    "never_fed": later("No figure has come yet; the first was due by %(day)s."),
    "stale": later("The last figure is for %(period)s; a newer one was due by %(day)s."),
    "no_measure": later("No measure is bound to this target."),
    "unit_mismatch": later("The measure “%(why)s” is not counted in this target's unit."),
    "parked": later("Parked: %(why)s"),
    "no_records": later("No record shows this task's progress yet."),
    "task_due": later("It was due by %(day)s and no record shows it done."),
}
BASES = {
    "last_year": later("by last year's course"),
    "calendar": later("by the calendar"),
    "schedule": later("by its own schedule"),
}
HELD = later(
    "The light stays until it is above by %(margin)s, or for %(in_a_row)s figures in a row: one that just "
    "makes it does not turn it."
)
METHODS = {
    "seasonal": later("by last year's course, interval from the months of both years (80 in 100)"),
    "calendar": later("by equal months, since last year's course is not known (80 in 100)"),
    "counted": later("counted one by one at the rate until now (80 in 100)"),
    "steps": later("by the mean monthly step (80 in 100)"),
    "wandering": later("the last rate, which may wander as it did until now (80 in 100)"),
    "pipeline": later("from what is on its way (80 in 100)"),
    "seasonal_alone": later("by last year's course; too few figures for an interval"),
    "calendar_alone": later("by equal months; too few figures for an interval"),
    "steps_alone": later("by the mean monthly step; too few figures for an interval"),
    "wandering_alone": later("the last rate; too few figures for an interval"),
    "year_over": later("the year is over"),
    "too_few": later("No forecast: there is only one figure."),
    "no_base": later("No forecast: last year's end is not known."),
    "nothing_due": later("No forecast: last year had nothing by then."),
    "milestone": later("No forecast: a milestone is reached or not, it has no course."),
    "zero_tolerance": later("No forecast: events that must not happen are not extrapolated."),
    "coverage": later("No forecast: a coverage has no course of its own."),
}


def say(reason: Reason) -> str:
    """The sentence for a reason, in the active language; a second one where hysteresis holds the light."""
    words = {name: _worded(name, value) for name, value in reason.params.items()}
    sentence = _(SENTENCES[reason.code]) % words
    return f"{sentence} {_(HELD) % words}" if "margin" in reason.params else sentence


def say_method(code: str) -> str:
    """How a forecast was found, or why there is none, in the active language."""
    return _(METHODS[code]) if code in METHODS else ""


def _worded(name: str, value: ReasonValue) -> str:
    match value:
        case Decimal():
            return f"{percent(value)}%".replace("-", "−")
        case Quantity():
            return amount_shown(value)
        case Period():
            return period_name(value)
        case date():
            return date_format(value, "DATE_FORMAT")
        case str() if name == "basis":
            return _(BASES[value])
        case _:
            return value or ""


def amount_shown(quantity: Quantity) -> str:
    """The quantity in the active language, with no more digits than a reader can use.

    What the source gives with few decimals stays; computed amounts keep one decimal, small ones two.
    """
    decimals = max(0, -int(quantity.amount.normalize().as_tuple().exponent))
    places = min(decimals, 2 if abs(quantity.amount) < 10 else 1)
    return round_to(quantity, places).display("zh" if _is_chinese() else "en").replace("-", "−")


def round_to(quantity: Quantity, places: int) -> Quantity:
    """The quantity rounded half up, trailing zeros gone."""
    amount = round_half_up(quantity.amount, places)
    return Quantity(amount.normalize() if places else amount, quantity.unit)


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def period_name(period: Period) -> str:
    """The period's name in the active language."""
    return period.name_zh if _is_chinese() else period.name_en


def percent(share: Decimal) -> Decimal:
    """A share as per cent with one decimal, half up (rounding comes after every comparison)."""
    return round_half_up(share * 100, 1)
