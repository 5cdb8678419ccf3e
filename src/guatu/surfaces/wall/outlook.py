"""What does the page of a target say of the rest of the year, and of what would turn its light?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guatu.base.quantities import Quantity
from guatu.plan.models import LightTurn
from guatu.plan.tracking.promise import is_ceiling
from guatu.plan.tracking.remembering import reason_from
from guatu.plan.tracking.terms import Status, TargetTerms, TurnIf
from guatu.plan.tracking.words import period_name, say, say_method
from guatu.surfaces.wall.shown import Scale, number

_SURE, _UNSURE = Decimal("0.99"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast in words; texts are empty where nothing can be said, `method` says why."""

    point: str
    band: str
    chance: str
    method: str


@dataclass(frozen=True, slots=True)
class Pull:
    """What has to come in each month from here, against what came."""

    needed: str
    so_far: str
    last_year: str
    months: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A newer estimate that nobody published yet."""

    value: str
    period: str


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A light, and what would bring it."""

    light: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LightRow:
    """A light that was shown, from which day on, and the sentence that was said."""

    light: str
    day: date
    value: str
    reason: str
    late: bool


def outlook_of(status: Status, scale: Scale) -> Outlook | None:
    """The forecast; None where the target is not followed."""
    if not status.method:
        return None
    low, high = status.forecast_low, status.forecast_high
    return Outlook(
        point="" if status.forecast is None else scale.estimated(status.forecast).number,
        band="" if low is None or high is None else f"{_rough(low, scale)} – {_rough(high, scale)}",
        chance="" if status.probability is None else chance_in_words(status.probability),
        method=say_method(status.method),
    )


def _rough(amount: Quantity, scale: Scale) -> str:
    return scale.estimated(amount).number


def chance_in_words(chance: Decimal) -> str:
    """A probability as per cent; no forecast is as sure as 0 or 100."""
    if 0 < chance < _UNSURE:
        return "< 1%"
    if _SURE < chance < 1:
        return "> 99%"
    return f"{number(chance * 100, 0)}%"


def pull_of(status: Status, scale: Scale) -> Pull | None:
    """The required run rate; None where nothing is left to do or nothing adds up."""
    rate = status.run_rate
    if rate is None:
        return None
    return Pull(
        needed=scale.estimated(rate.needed).number,
        so_far=scale.estimated(rate.so_far).number,
        last_year="" if rate.last_year is None else scale.estimated(rate.last_year).number,
        months=ngettext("%(count)s month left", "%(count)s months left", rate.months)
        % {"count": rate.months},
    )


def estimate_of(status: Status, scale: Scale) -> Estimate | None:
    """The newer estimate beside the published value."""
    found = status.estimate
    if found is None or not isinstance(found.value, Quantity):
        return None
    if found.value.unit.dimension != scale.unit.dimension:
        return None
    return Estimate(scale.rounded(found.value).number, period_name(found.period))


def turn_rows(turns: Iterable[TurnIf], terms: TargetTerms, scale: Scale) -> tuple[TurnRow, ...]:
    """What would turn the light, in words."""
    return tuple(TurnRow(turn.light.value, _turn_in_words(turn, terms, scale)) for turn in turns)


def _turn_in_words(turn: TurnIf, terms: TargetTerms, scale: Scale) -> str:
    if terms.measure_kind == "zero_tolerance":
        return _("a single one, at any time")
    if turn.day is not None:
        words = _("when it is reached by %(day)s") if turn.better else _("when it is not reached by %(day)s")
        return words % {"day": date_format(turn.day, "DATE_FORMAT")}
    assert turn.period is not None, "what is no milestone turns with a figure of some period"
    words = _asked(turn, terms)
    return words % {
        "figure": scale.exact(turn.figure),
        "period": period_name(turn.period),
        "distance": _distance(turn.distance, scale),
    }


def _asked(turn: TurnIf, terms: TargetTerms) -> str:
    ceiling = is_ceiling(terms)
    if not turn.better:
        return _("more than %(figure)s by %(period)s") if ceiling else _("less than %(figure)s by %(period)s")
    if ceiling:
        return _("%(figure)s or less by %(period)s")
    if turn.distance.amount > 0:
        return _("%(figure)s by %(period)s, which is %(distance)s more than now")
    return _("%(figure)s or more by %(period)s")


def _distance(gap: Quantity, scale: Scale) -> str:
    """A difference of two rates is in percentage points."""
    if gap.unit.code == "percent":
        return _("%(points)s percentage points") % {"points": number(gap.amount, scale.places)}
    return str(scale.exact(gap))


def light_rows(turns: Iterable[LightTurn]) -> tuple[LightRow, ...]:
    """The history of a light, each turn with the sentence and the value that were shown."""
    return tuple(_light_row(turn) for turn in turns)


def _light_row(turn: LightTurn) -> LightRow:
    reason = reason_from(turn.reason_code, turn.reason_params)
    actual = reason.params.get("actual")
    return LightRow(
        light=turn.light,
        day=turn.day,
        value=str(actual) if isinstance(actual, Quantity) else "",
        reason=say(reason),
        late=(turn.recorded_at - turn.judged_at).days >= 1,
    )
