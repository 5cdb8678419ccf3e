"""How is shown how good the forecasts of a target were?

Every trial is drawn against what came: the middle line is the actual, the bar the interval of 80 %, the dot
the point. All positions are per cent of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from guatu.plan.tracking.backtesting import Calibration, Trial, calibration_of
from guatu.surfaces.wall.bullet import per_cent
from guatu.surfaces.wall.shown import number, percent, signed

#: The drawing shows at least this deviation to both sides, and at most that.
_LEAST, _MOST = Decimal("0.02"), Decimal("0.5")
#: With fewer intervals than this nothing is said of their share: each more would move it by ten points.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class TrialMark:
    """A forecast on the drawing; `low` and `high` are "" where there was no interval."""

    x: str
    point: str
    low: str
    high: str
    inside: bool | None
    says: str


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A target with its trials, drawn and summed up."""

    pk: int
    name: str
    marks: tuple[TrialMark, ...]
    reach: str
    trials: int
    inside: str
    share: str
    mean_error: str
    mean_size: str


@dataclass(frozen=True, slots=True)
class Summary:
    """All trials of a plan together; `years` tells each year's intervals and their share apart."""

    trials: int
    judged: int
    inside: int
    share: str
    mean_size: str
    enough: bool
    years: tuple[tuple[int, str, str], ...]


def tried_row(pk: int, name: str, trials: Sequence[Trial]) -> TriedRow:
    """The trials of one target."""
    found = calibration_of(trials)
    reach = _reach(trials)
    return TriedRow(
        pk=pk,
        name=name,
        marks=tuple(_mark(trial, index, len(trials), reach) for index, trial in enumerate(trials)),
        reach=f"±{number(reach * 100, 0)}%",
        trials=found.trials,
        inside=_("%(inside)s of %(judged)s") % {"inside": found.inside, "judged": found.judged},
        share=percent(found.share) if found.judged >= FEWEST else "",
        mean_error=_signed_percent(found.mean_error),
        mean_size=percent(found.mean_size),
    )


def summary_of(trials: Iterable[Trial]) -> Summary:
    """What all trials together say of the intervals."""
    tried = list(trials)
    found: Calibration = calibration_of(tried)
    years = sorted({trial.year for trial in tried})
    return Summary(
        trials=found.trials,
        judged=found.judged,
        inside=found.inside,
        share=percent(found.share),
        mean_size=percent(found.mean_size),
        enough=found.judged >= FEWEST,
        years=tuple(_of_year(year, tried) for year in years),
    )


def _of_year(year: int, trials: Iterable[Trial]) -> tuple[int, str, str]:
    """A year's intervals: too wide in one year and too narrow in the next would look right together."""
    found = calibration_of([trial for trial in trials if trial.year == year])
    held = _("%(inside)s of %(judged)s") % {"inside": found.inside, "judged": found.judged}
    return year, held, percent(found.share) if found.judged >= FEWEST else ""


def _signed_percent(share: Decimal | None) -> str:
    return "" if share is None else f"{signed(share * 100, 1)}%"


def _reach(trials: Sequence[Trial]) -> Decimal:
    widest = max((abs(d) for trial in trials for d in _deviations(trial)), default=_LEAST)
    return min(max(widest, _LEAST), _MOST)


def _deviations(trial: Trial) -> list[Decimal]:
    ends = (trial.point, trial.low, trial.high)
    return [_deviation(end, trial) for end in ends if end is not None]


def _deviation(amount: Decimal, trial: Trial) -> Decimal:
    return (amount - trial.actual) / abs(trial.actual) if trial.actual else Decimal(0)


def _mark(trial: Trial, index: int, count: int, reach: Decimal) -> TrialMark:
    return TrialMark(
        x=per_cent((Decimal(index) + Decimal("0.5")) / count),
        point=_height(trial.point, trial, reach),
        low="" if trial.low is None else _height(trial.low, trial, reach),
        high="" if trial.high is None else _height(trial.high, trial, reach),
        inside=trial.inside,
        says=_("%(year)s, made in month %(made)s for month %(month)s: off by %(error)s")
        % {
            "year": trial.year,
            "made": trial.made_in,
            "month": trial.made_for,
            "error": _signed_percent(trial.error),
        },
    )


def _height(amount: Decimal, trial: Trial, reach: Decimal) -> str:
    deviation = min(max(_deviation(amount, trial), -reach), reach)
    return per_cent(Decimal("0.5") - deviation / reach / 2)
