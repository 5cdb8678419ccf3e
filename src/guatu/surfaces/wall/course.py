"""Where do this year's line, last year's and the pace run on the chart of a target?

All positions are per cent of the drawing, so that it fits any width while its text keeps its size. The
eleven cumulative points of a year stand at the ends of their months; January has none of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import ceil, floor, log10

from guatu.surfaces.wall.bullet import per_cent
from guatu.surfaces.wall.shown import number

#: How many lines the value axis has at most.
_MOST_TICKS = 5
#: A line of text beside the chart, in per cent of its height.
_LABEL_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on the chart; `label` is what it says."""

    month: int
    x: str
    y: str
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the value axis, or the name of a month under the chart."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands at the end of a month, for the line of text that follows the cursor."""

    month: int
    x: str
    width: str
    this_year: str
    last_year: str
    pace: str


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a line, beside its end; `place` keeps clear of the other names."""

    line: str
    place: str
    amount: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is not there yet: the year's end as forecast, with its interval, and an estimate by its month."""

    forecast: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    estimate: tuple[int, Decimal] | None = None

    @property
    def amounts(self) -> list[Decimal]:
        """All that has to find room on the chart."""
        estimated = None if self.estimate is None else self.estimate[1]
        return [each for each in (self.forecast, self.low, self.high, estimated) if each is not None]


@dataclass(frozen=True, slots=True)
class Course:
    """The chart: lines as SVG points in a box of 100 × 100, and where the words stand.

    A line is cut where a month is missing: nothing is drawn over what nobody reported.
    """

    this_year: tuple[Point, ...]
    last_year: tuple[Point, ...]
    this_year_lines: tuple[str, ...]
    last_year_line: str
    pace_line: str
    target: Tick | None
    missing: tuple[Tick, ...]
    labels: tuple[Label, ...]
    fan: str
    forecast_line: str
    estimate: Point | None
    value_ticks: tuple[Tick, ...]
    month_ticks: tuple[Tick, ...]
    readings: tuple[Reading, ...]


def draw_course(
    this_year: Mapping[int, Decimal],
    last_year: Mapping[int, Decimal],
    pace: Mapping[int, Decimal],
    target: Decimal | None,
    *,
    missing: Collection[int] = (),
    cumulative: bool,
    ahead: Ahead = Ahead(),
) -> Course | None:
    """The chart of figures by month; None where there is no figure at all."""
    amounts = [
        *ahead.amounts,
        *this_year.values(),
        *last_year.values(),
        *pace.values(),
        *([] if target is None else [target]),
    ]
    if not this_year and not last_year:
        return None
    ticks = axis(amounts, from_zero=cumulative)
    heights = _Heights(ticks[0], ticks[-1])
    points = heights.points(this_year)
    return Course(
        this_year=points,
        last_year=heights.points(last_year),
        this_year_lines=tuple(_line(piece) for piece in _pieces(points, missing)),
        last_year_line=_line(heights.points(last_year)),
        pace_line=_line(heights.points(({0: Decimal(0)} if pace else {}) | dict(pace))),
        target=None if target is None else Tick(heights.place(target), number(target.normalize())),
        missing=tuple(Tick(month_place(month), str(month)) for month in sorted(missing)),
        labels=_labels(heights, this_year, last_year, target, ahead.forecast),
        fan=_fan(heights, points, ahead),
        forecast_line=_forecast_line(heights, points, ahead),
        estimate=next(iter(heights.points(dict([ahead.estimate]))), None) if ahead.estimate else None,
        value_ticks=tuple(Tick(heights.place(tick), number(tick)) for tick in ticks),
        month_ticks=tuple(Tick(month_place(month), str(month)) for month in range(1, 13)),
        readings=_readings(this_year, last_year, pace),
    )


@dataclass(frozen=True, slots=True)
class _Heights:
    low: Decimal
    high: Decimal

    def place(self, amount: Decimal) -> str:
        return per_cent((self.high - amount) / (self.high - self.low))

    def points(self, series: Mapping[int, Decimal]) -> tuple[Point, ...]:
        return tuple(
            Point(month, month_place(month), self.place(amount), number(amount.normalize()))
            for month, amount in sorted(series.items())
        )


def _pieces(points: Sequence[Point], missing: Collection[int]) -> list[list[Point]]:
    pieces: list[list[Point]] = [[]]
    for point in points:
        last = pieces[-1][-1].month if pieces[-1] else point.month
        if any(last < month < point.month for month in missing):
            pieces.append([])
        pieces[-1].append(point)
    return pieces


def _labels(
    heights: _Heights,
    this_year: Mapping[int, Decimal],
    last_year: Mapping[int, Decimal],
    target: Decimal | None,
    forecast: Decimal | None,
) -> tuple[Label, ...]:
    """The names at the right edge from top to bottom, none nearer to another than a line of text."""
    ends = [] if target is None else [("target", target)]
    if last_year and max(last_year) == 12:
        ends.append(("last_year", last_year[12]))
    if this_year and max(this_year) == 12:
        ends.append(("this_year", this_year[12]))
    elif forecast is not None:
        ends.append(("forecast", forecast))
    placed: list[Label] = []
    lowest = Decimal(-_LABEL_HEIGHT)
    for line, amount in sorted(ends, key=lambda end: -end[1]):
        lowest = max(Decimal(heights.place(amount)), lowest + _LABEL_HEIGHT)
        placed.append(Label(line, f"{lowest:f}", _end_said(line, amount)))
    return tuple(placed)


def _end_said(line: str, amount: Decimal) -> str:
    if line != "forecast":
        return number(amount.normalize())
    return number(amount.quantize(Decimal(1) if abs(amount) >= 100 else Decimal("0.1")).normalize())


def _fan(heights: _Heights, points: Sequence[Point], ahead: Ahead) -> str:
    """The corners of the interval, opening from the last figure to the end of the year."""
    if not points or points[-1].month == 12 or ahead.low is None or ahead.high is None:
        return ""
    ends = heights.points({12: ahead.high}) + heights.points({12: ahead.low})
    return _line([points[-1], *ends])


def _forecast_line(heights: _Heights, points: Sequence[Point], ahead: Ahead) -> str:
    if not points or points[-1].month == 12 or ahead.forecast is None:
        return ""
    return _line([points[-1], *heights.points({12: ahead.forecast})])


def month_place(month: int) -> str:
    """Where the end of a month stands: December's at the right edge."""
    return per_cent(Decimal(month) / 12)


def axis(amounts: Sequence[Decimal], *, from_zero: bool) -> list[Decimal]:
    """Round values that enclose all amounts, lowest first: two to six of them."""
    low, high = min(amounts), max(amounts)
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = low - 1, high + 1
    step = _round_step((high - low) / _MOST_TICKS)
    if all(amount == amount.to_integral_value() for amount in amounts):  # things are counted whole
        step = max(step.to_integral_value(ROUND_CEILING), Decimal(1))
    first, last = floor(low / step), ceil(high / step)
    return [step * index for index in range(first, last + 1)]


def _round_step(rough: Decimal) -> Decimal:
    size = Decimal(10) ** floor(log10(rough))
    return next(
        step for step in (size, size * 2, size * Decimal("2.5"), size * 5, size * 10) if step >= rough
    )


def _readings(
    this_year: Mapping[int, Decimal], last_year: Mapping[int, Decimal], pace: Mapping[int, Decimal]
) -> tuple[Reading, ...]:
    width = Decimal(1) / 12
    return tuple(
        Reading(
            month,
            per_cent(width * month - width / 2),
            per_cent(width),
            *(_said(series.get(month)) for series in (this_year, last_year, pace)),
        )
        for month in range(2, 13)
    )


def _said(amount: Decimal | None) -> str:
    return "" if amount is None else number(amount.quantize(Decimal("0.01")).normalize())


def _line(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)
