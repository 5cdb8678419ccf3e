"""Which step can an enterprise take next: 入规, 升高, 上市? Pure; the conditions are data with dates."""

from guatu.zone.enterprises.rules.ladder.conditions import (
    Criterion,
    Leaving,
    Step,
    Threshold,
    leaving_on,
    steps_on,
    threshold_for,
)
from guatu.zone.enterprises.rules.ladder.firms import Firm, HeldTitle
from guatu.zone.enterprises.rules.ladder.forecasting import Forecast, forecast
from guatu.zone.enterprises.rules.ladder.judging import Judged, Verdict, judge_step
from guatu.zone.enterprises.rules.ladder.scaling import ScaleView, view_scale

__all__ = [
    "Criterion",
    "Firm",
    "Forecast",
    "HeldTitle",
    "Judged",
    "Leaving",
    "ScaleView",
    "Step",
    "Threshold",
    "Verdict",
    "forecast",
    "judge_step",
    "leaving_on",
    "steps_on",
    "threshold_for",
    "view_scale",
]
