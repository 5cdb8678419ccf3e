"""How good were the forecasts: what was said in each past month, and what came? Pure.

Every past month is gone through again with the figures up to it as they were first said; the forecast is for
the end of that year, in the year that still runs for its last figure. So few years tell little: the numbers
of forecasts stand beside every share, and forecasts of one year are not independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.forecasting import Forecast, forecast_of
from guatu.plan.tracking.series import Series
from guatu.plan.tracking.terms import TargetTerms


@dataclass(frozen=True, slots=True)
class Trial:
    """A forecast made with the figures up to `made_in` for `made_for`, months of `year`, and what came."""

    year: int
    made_in: int
    made_for: int
    point: Decimal
    low: Decimal | None
    high: Decimal | None
    actual: Decimal
    method: str

    @property
    def inside(self) -> bool | None:
        """Whether what came lies within the interval, None where none was given."""
        return None if self.low is None or self.high is None else self.low <= self.actual <= self.high

    @property
    def error(self) -> Decimal | None:
        """How far the forecast was above what came, as a share of it."""
        return (self.point - self.actual) / abs(self.actual) if self.actual else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """How many forecasts had an interval, how many held what came, and how far the points were off."""

    trials: int
    judged: int
    inside: int
    mean_error: Decimal | None
    mean_size: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """The share of intervals that held what came; 0.8 is meant."""
        return Decimal(self.inside) / self.judged if self.judged else None


def trials_of(terms: TargetTerms, observations: Sequence[Observation], today: date) -> tuple[Trial, ...]:
    """The forecasts of last year and of this year until `today`, oldest first."""
    said = [first_word(o) for o in observations]
    return tuple(
        trial for year in (terms.year - 1, terms.year) for trial in _of_year(terms, said, year, today)
    )


def first_word(observation: Observation) -> Observation:
    """What was said of the period at first, before any restatement."""
    while observation.restates is not None:
        observation = observation.restates
    return observation


def _of_year(terms: TargetTerms, said: Sequence[Observation], year: int, today: date) -> Iterable[Trial]:
    of_year = replace(terms, year=year, due=None)
    full = Series(of_year, said, today)
    if len(full.points) < 2:
        return
    end = full.last.month
    came = forecast_of(full, month=end)
    for point in full.points[:-1]:
        known = [o for o in said if (o.period.year, o.period.last_month) <= (year, point.month)]
        made = forecast_of(Series(of_year, known, today), month=end)
        if made.point is not None and came.point is not None:
            yield _trial(made, came.point, year, point.month, end)


def _trial(made: Forecast, came: Decimal, year: int, month: int, end: int) -> Trial:
    assert made.point is not None
    return Trial(year, month, end, made.point, made.low, made.high, came, made.method)


def calibration_of(trials: Sequence[Trial]) -> Calibration:
    """The trials summed up."""
    errors = [trial.error for trial in trials if trial.error is not None]
    judged = [trial.inside for trial in trials if trial.inside is not None]
    return Calibration(
        trials=len(trials),
        judged=len(judged),
        inside=sum(judged),
        mean_error=_mean(errors),
        mean_size=_mean([abs(error) for error in errors]),
    )


def _mean(numbers: Sequence[Decimal]) -> Decimal | None:
    return sum(numbers, Decimal(0)) / len(numbers) if numbers else None
