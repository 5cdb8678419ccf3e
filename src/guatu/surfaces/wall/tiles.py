"""How is a target shown as a block of the wall: its value, its target, its light?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guatu.base.quantities import Missing, Quantity
from guatu.plan.tracking.terms import Status
from guatu.plan.tracking.words import say
from guatu.surfaces.wall.bullet import Bullet, draw_bullet, estimated
from guatu.surfaces.wall.facts import TargetFacts
from guatu.surfaces.wall.forecasts import band_in_words, chance
from guatu.surfaces.wall.shown import Scale, Shown, missing_word, number, percent, period_in_short, scale_for

_COMPARATORS = {"=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ ", "range": ""}


@dataclass(frozen=True, slots=True)
class Tile:
    """A target as a block: at most seven numbers, the unit once.

    `estimate` is what firms returned for a later period than was published, in place of the progress.
    """

    pk: int
    name: str
    light: str
    reason: str
    value: Shown | None
    instead: str
    period: str
    target: str
    unit: str
    progress: str
    forecast: str
    trend: str
    bullet: Bullet | None
    band: str = ""
    likely: str = ""
    estimate: str = ""

    @property
    def said(self) -> str:
        """Name and reason, where only the light is shown."""
        return f"{self.name} · {self.reason}"


def tile_of(target: TargetFacts) -> Tile:
    """A target as a block of the wall."""
    status = target.status
    scale = scale_of(target)
    return Tile(
        pk=target.pk,
        name=target.name,
        light=status.light.value,
        reason=say(status.reason),
        value=None if status.actual is None else scale.exact(status.actual),
        instead=_instead(status),
        period=period_in_short(status.observation.period) if status.observation else "",
        target=target_in_words(target, scale),
        unit=scale.name,
        progress=_progress(status, scale),
        forecast="" if status.forecast is None else scale.estimated(status.forecast).number,
        trend=status.trend or "",
        bullet=draw_bullet(status),
        band=band_in_words(status, scale),
        likely=chance(status.probability),
        estimate=_estimate(status, scale),
    )


def _estimate(status: Status, scale: Scale) -> str:
    amount = estimated(status)
    if amount is None or status.target is None:
        return ""
    return scale.estimated(Quantity(amount, status.target.unit)).number


def scale_of(target: TargetFacts) -> Scale:
    """The unit that a target is shown in: the plan's own."""
    return scale_for(target.unit, target.unit_norm, [target.status.target, target.status.actual])


def target_in_words(target: TargetFacts, scale: Scale) -> str:
    """What is promised as a number with its comparator, without the unit: ≥ 3.5."""
    promised = target.status.target
    sign = _COMPARATORS.get(target.comparator, "")
    if promised is not None:
        return sign + scale.exact(promised).number
    return "" if target.value is None else sign + number(target.value.normalize())


def _progress(status: Status, scale: Scale) -> str:
    """The share of an amount that adds up over the year; for a rate or a state how far off it is.

    A share of a stock or of a rate would be read as work done, which it is not.
    """
    if status.actual is None or status.target is None:
        return ""
    if status.adds_up:
        return percent(status.progress)
    gap = scale.amount(status.actual) - scale.amount(status.target)
    if gap == 0:
        return _("level with it")
    words = _("short by %(gap)s") if gap < 0 else _("over by %(gap)s")
    return words % {"gap": number(abs(gap), scale.shown_places)}


def _instead(status: Status) -> str:
    """The word that stands where no number is; never a zero."""
    if status.actual is not None:
        return ""
    if status.observation is not None and isinstance(status.observation.value, Missing):
        return missing_word(status.observation.value)
    words = {
        "not_yet_due": pgettext("instead of a number", "not due yet"),
        "parked": pgettext("instead of a number", "parked"),
        "no_measure": pgettext("instead of a number", "no source"),
    }
    return words.get(status.reason.code, pgettext("instead of a number", "not reported"))
