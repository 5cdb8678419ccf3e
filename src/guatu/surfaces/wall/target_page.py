"""What does the page of a target tell: its sentence, its light, what would turn it, the figures behind it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.pace import pace_at
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import CHANGES, Status, TargetTerms
from guatu.plan.tracking.turns import turns_if
from guatu.plan.tracking.words import period_name
from guatu.surfaces.wall.course import Ahead, Course, draw_course
from guatu.surfaces.wall.facts import TargetFacts
from guatu.surfaces.wall.outlook import (
    Estimate,
    Outlook,
    Pull,
    TurnRow,
    estimate_of,
    outlook_of,
    pull_of,
    turn_rows,
)
from guatu.surfaces.wall.shown import Scale, missing_word, signed
from guatu.surfaces.wall.tiles import Tile, scale_of, tile_of


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a figure stands in; `pk` leads to the file itself."""

    pk: int
    name: str
    page: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Restated:
    """What was published before and is no longer said."""

    value: str
    growth: str
    published_on: date


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure behind the target; `missing` is the word for why there is no value."""

    period: str
    year: int
    value: str
    missing: str
    growth: str
    base: str
    sources: tuple[Source, ...]
    more_sources: int
    published_on: date
    recorded_on: date
    revision: int
    restated: tuple[Restated, ...]
    code: str
    period_code: str


@dataclass(frozen=True, slots=True)
class TargetPage:
    """All that is computed for the page; rows are newest first, their values in `rows_unit`."""

    tile: Tile
    expected: str
    expected_basis: str
    turns: tuple[TurnRow, ...]
    course: Course | None
    outlook: Outlook | None
    pull: Pull | None
    estimate: Estimate | None
    rows: tuple[FigureRow, ...]
    rows_unit: str
    year: int

    @property
    def this_year(self) -> list[FigureRow]:
        """The figures of the plan's year, newest first."""
        return [row for row in self.rows if row.year == self.year]

    @property
    def last_year(self) -> list[FigureRow]:
        """Those of the year before, which the pace and the growth are read against."""
        return [row for row in self.rows if row.year != self.year]


def compose_target(
    facts: TargetFacts,
    terms: TargetTerms | None,
    observed: Sequence[Observation],
    sources: Mapping[int, Source],
    today: date,
) -> TargetPage:
    """The page of a target from all that was known of its measure; without terms it is not followed."""
    scale, status = scale_of(facts), facts.status
    followed = () if terms is None else _followed(terms, observed, today)
    return TargetPage(
        tile=tile_of(facts),
        expected="" if status.expected in (None, status.target) else scale.rounded(status.expected).number,
        expected_basis=status.pace_basis,
        turns=() if terms is None else _turns(terms, observed, status, scale, today),
        course=None if terms is None else course_of(terms, followed, status, scale),
        outlook=outlook_of(status, scale),
        pull=pull_of(status, scale),
        estimate=estimate_of(status, scale),
        rows=tuple(_figure_row(o, _value_scale(o, scale), sources) for o in reversed(followed)),
        rows_unit=next((_value_scale(o, scale).name for o in followed if isinstance(o.value, Quantity)), ""),
        year=0 if terms is None else terms.year,
    )


def _followed(terms: TargetTerms, observed: Sequence[Observation], today: date) -> tuple[Observation, ...]:
    years = (terms.year - 1, terms.year)
    return tuple(o for o in observed if o.period.year in years and o.period.end <= today)


def _value_scale(observation: Observation, scale: Scale) -> Scale:
    """The target's own unit where the value is of its kind; a growth target's levels keep theirs."""
    if isinstance(observation.value, Quantity) and observation.value.unit.dimension != scale.unit.dimension:
        return Scale(observation.value.unit)
    return scale


def _figure_row(o: Observation, scale: Scale, sources: Mapping[int, Source]) -> FigureRow:
    found = [sources[e.pk] for e in o.evidence if e.kind == "figure" and e.pk in sources]
    distinct = list(dict.fromkeys(found))
    return FigureRow(
        period=period_name(o.period),
        year=o.period.year,
        value=scale.exact(o.value).number if isinstance(o.value, Quantity) else "",
        missing=missing_word(o.value) if isinstance(o.value, Missing) else "",
        growth=_growth(o),
        base="" if o.comparable_base is None else scale.exact(o.comparable_base).number,
        sources=tuple(distinct[:2]),
        more_sources=max(0, len(distinct) - 2),
        published_on=o.published_on,
        recorded_on=clock.day_of(o.recorded_at),
        revision=o.revision,
        restated=tuple(_restated(earlier, scale) for earlier in _earlier(o)),
        code=o.measure_code,
        period_code=o.period.code,
    )


def _growth(o: Observation) -> str:
    return "" if o.growth is None else f"{signed(o.growth.normalize())}%"


def _earlier(o: Observation) -> Iterable[Observation]:
    while o.restates is not None:
        o = o.restates
        yield o


def _restated(o: Observation, scale: Scale) -> Restated:
    value = scale.exact(o.value).number if isinstance(o.value, Quantity) else missing_word(o.value)
    return Restated(value, _growth(o), o.published_on)


def _turns(
    terms: TargetTerms, observed: Sequence[Observation], status: Status, scale: Scale, today: date
) -> tuple[TurnRow, ...]:
    """What would turn the light, in words; a grey one is turned by the next figure."""
    if status.light is Light.STALE and status.observation and status.stale_since:
        last = track(terms, observed, status.stale_since, forecast=False)
        by_last = _("the next figure; by the last one it would show this light")
        return () if last.light is Light.STALE else (TurnRow(last.light.value, by_last),)
    return turn_rows(turns_if(terms, observed, status, scale.places), terms, scale)


def course_of(
    terms: TargetTerms, followed: Sequence[Observation], status: Status, scale: Scale
) -> Course | None:
    """The chart: this year, last year, and for amounts that add up the pace of every month."""
    this_year = _by_month(terms, followed, terms.year, scale)
    last_year = _by_month(terms, followed, terms.year - 1, scale)
    target = None if status.target is None else scale.amount(status.target)
    grows = status.adds_up and target is not None
    before = [o for o in followed if o.period.year == terms.year - 1]
    months = [Period.to_month(terms.year, month) for month in range(2, 13)]
    pace = {p.last_month: target * pace_at(p, before).share for p in months} if grows and target else {}
    missing = {
        o.period.last_month
        for o in followed
        if o.period.year == terms.year and o.period.first_month == 1 and isinstance(o.value, Missing)
    }
    return draw_course(
        this_year,
        last_year,
        pace,
        target,
        missing=missing - this_year.keys(),
        cumulative=grows,
        ahead=_ahead(terms, status, scale),
    )


def _ahead(terms: TargetTerms, status: Status, scale: Scale) -> Ahead:
    ends = (status.forecast, status.forecast_low, status.forecast_high)
    forecast, low, high = (None if each is None else scale.amount(each) for each in ends)
    found = status.estimate
    amount = None if found is None else _spoken(terms, found, scale)
    return Ahead(
        forecast, low, high, None if found is None or amount is None else (found.period.last_month, amount)
    )


def _by_month(
    terms: TargetTerms, followed: Sequence[Observation], year: int, scale: Scale
) -> dict[int, Decimal]:
    found = {}
    for o in followed:
        amount = _spoken(terms, o, scale)
        if o.period.year == year and amount is not None and _ends_a_line(terms, o):
            found[o.period.last_month] = amount
    return found


def _ends_a_line(terms: TargetTerms, o: Observation) -> bool:
    return o.period.first_month == 1 or terms.measure_kind == "stock"


def _spoken(terms: TargetTerms, o: Observation, scale: Scale) -> Decimal | None:
    """What the target reads in an observation: the level, or for a target of change its growth."""
    if terms.kind in CHANGES and o.growth is not None:
        return o.growth if terms.kind == "growth" else -o.growth
    if not isinstance(o.value, Quantity):
        return None
    return scale.amount(o.value) if o.value.unit.dimension == scale.unit.dimension else None
