"""Which light does a figure show, and when does a light that went down come up again?

Bands: at or above the pace is on track, a share of it and more is at risk, below that is behind. Hysteresis:
a light falls with the first figure that is short, but rises only when a figure is above the threshold by a
margin, or when several in a row are above it. It is a fold over the year's figures alone, so that the light
of any day can be computed again from what was known then. The thresholds are data (`bands.toml`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from guatu.plan.tracking.bands import Bands
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.series import Point

#: From bad to good; the other lights are not turned by an amount.
LADDER = (Light.BEHIND, Light.AT_RISK, Light.ON_TRACK, Light.DONE)
_RANK = {light: rank for rank, light in enumerate(LADDER)}

#: The light of a figure when its threshold is moved up by a share of itself.
Judge = Callable[[Point, Decimal], Light]


def settle(points: Sequence[Point], judge: Judge, bands: Bands) -> tuple[Light, bool]:
    """The light after the last of the points, and whether it would be better without hysteresis."""
    plain = judge(points[-1], Decimal(0))
    if len(points) == 1 or judge(points[-1], bands.margin) is plain:
        return plain, False
    shown = _folded(points, judge, bands)
    return shown, shown is not plain


def _folded(points: Sequence[Point], judge: Judge, bands: Bands) -> Light:
    plain = [_RANK[judge(point, Decimal(0))] for point in points]
    shown = plain[0]
    for index in range(1, len(points)):
        beyond = _RANK[judge(points[index], bands.margin)]
        lately = plain[max(0, index + 1 - bands.confirmed_by) : index + 1]
        confirmed = min(lately) if len(lately) == bands.confirmed_by else 0
        shown = max(beyond, confirmed, min(plain[index], shown))
    return LADDER[shown]


def band(actual: Decimal, expected: Decimal, bands: Bands) -> Light:
    """The light of an amount against its pace."""
    if actual >= expected:
        return Light.ON_TRACK
    return Light.AT_RISK if expected > 0 and actual >= expected * bands.at_risk_from else Light.BEHIND
