"""What hangs on the wall: headline targets, lines of work, what turned, which sums hold?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.quantities import Quantity
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import count_lights, share_of_year
from guatu.plan.tracking.terms import Status
from guatu.plan.tracking.words import say
from guatu.surfaces.wall.facts import PlanFacts, SumFacts, TargetFacts
from guatu.surfaces.wall.forecasts import MOST_FORECASTS, ForecastRow, forecast_rows
from guatu.surfaces.wall.lines import LineRow, line_rows
from guatu.surfaces.wall.shown import (
    Scale,
    month_day,
    percent,
    period_in_short,
    scale_for,
    signed,
    without_year,
)
from guatu.surfaces.wall.tiles import Tile, scale_of, target_in_words, tile_of

#: Three rows of five are what can be read from four metres; the rest is on the rows of the lines.
MOST_HEADLINES = 15
#: Beside the lines there is room for four entries, sums and turned lights together; on a side of its own what
#: turned has room for nine.
MOST_BESIDE, MOST_SUMS, MOST_TURNS = 4, 1, 9
#: What turned is told against the same weekday of the week before.
TURN_WINDOW = timedelta(days=7)
#: After so long without any figure the wall says so: most figures come every month.
SILENT_AFTER = timedelta(days=45)

#: From what is well over what is not to what nobody knows.
SHOWN_ORDER = (
    *(Light.ON_TRACK, Light.DONE, Light.KEPT, Light.AT_RISK, Light.BEHIND, Light.BROKEN),
    *(Light.NOT_STARTED, Light.STALE),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A light that changed since last week."""

    pk: int
    name: str
    before: str
    after: str
    reason: str
    since: str
    since_day: date | None


@dataclass(frozen=True, slots=True)
class SumRow:
    """A sum on its latest period: whole, parts and what they miss each other by."""

    whole: str
    parts: tuple[str, ...]
    period: str
    whole_value: str
    part_values: tuple[str, ...]
    unit: str
    difference: str
    holds: bool | None

    @property
    def verdict(self) -> str:
        """Whether the sum holds, in words."""
        if self.holds is None:
            return _("cannot be checked yet")
        return _("adds up") if self.holds else _("does not add up")


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many targets show a light."""

    light: str
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """The whole wall, worded in the reader's language."""

    title: str
    zone: str
    day: date
    day_in_words: str
    demonstration: bool
    share: str
    counts: tuple[LightCount, ...]
    headlines: tuple[Tile, ...]
    lines: tuple[LineRow, ...]
    tasks: int
    turns: tuple[Turn, ...]
    turned_from: str
    sums: tuple[SumRow, ...]
    sums_holding: int
    forecasts: tuple[ForecastRow, ...] = ()
    newest: date | None = None

    @property
    def turns_beside(self) -> tuple[Turn, ...]:
        """What turned, as far as the overview has room."""
        return self.turns[: MOST_BESIDE - len(self.sums_beside)]

    @property
    def turns_more(self) -> int:
        """How many more lights turned than the overview has room for."""
        return len(self.turns) - len(self.turns_beside)

    @property
    def turns_shown(self) -> tuple[Turn, ...]:
        """What turned, as far as a side of its own has room."""
        return self.turns[:MOST_TURNS]

    @property
    def forecasts_shown(self) -> tuple[ForecastRow, ...]:
        """What is forecast, as far as there is room: the least likely first."""
        return self.forecasts[:MOST_FORECASTS]

    @property
    def sums_beside(self) -> tuple[SumRow, ...]:
        """The sums that the overview has room for: what does not add up first."""
        return self.sums[:MOST_SUMS]

    @property
    def has_bands(self) -> bool:
        """Whether any headline target has a band of what may come, so that it has to be explained."""
        return any(tile.bullet and tile.bullet.band_width for tile in self.headlines)

    @property
    def has_estimates(self) -> bool:
        """Whether any headline target has an estimate from returns."""
        return any(tile.estimate for tile in self.headlines)

    @property
    def silent_since(self) -> str:
        """The day of the newest figure where that was long ago, else nothing."""
        if self.newest is None or self.day - self.newest <= SILENT_AFTER:
            return ""
        return month_day(self.newest) if self.newest.year == self.day.year else date_format(self.newest)

    @property
    def free_cells(self) -> int:
        """How many cells of the last row of headline targets are empty."""
        return -len(self.headlines) % self.columns

    @property
    def columns(self) -> int:
        """In how many columns the headline targets hang: one to three full rows."""
        count = len(self.headlines)
        rows = 1 if count <= 5 else 2 if count <= 10 else 3
        return max(1, -(-count // rows))


def compose(plan: PlanFacts) -> Board:
    """The board of a plan: the plan's own order everywhere, so that a place on the wall is learnt once."""
    lines = line_rows(plan)
    headlines = headline_targets(plan, lines)
    sums = sorted((sum_row(facts) for facts in plan.sums), key=lambda row: row.holds is not False)
    turns = turns_of(plan.targets, plan.year)
    return Board(
        title=plan.title,
        zone=plan.zone,
        day=plan.day,
        day_in_words=month_day(plan.day) if plan.day.year == plan.year else date_format(plan.day),
        demonstration=plan.demonstration,
        share=percent(share_of_year(plan.year, plan.day)),
        counts=light_counts(plan.targets),
        headlines=tuple(tile_of(target) for target in headlines),
        lines=lines,
        tasks=len(plan.tasks),
        turns=turns,
        turned_from=month_day(plan.day - TURN_WINDOW),
        sums=tuple(sums),
        sums_holding=sum(row.holds is True for row in sums),
        forecasts=forecast_rows(_with_words(target) for target in plan.targets),
        newest=newest_day(plan.targets),
    )


def _with_words(target: TargetFacts) -> tuple[TargetFacts, Scale, str]:
    scale = scale_of(target)
    return target, scale, target_in_words(target, scale)


def newest_day(targets: Iterable[TargetFacts]) -> date | None:
    """The day on which the newest of the figures was recorded that the lights speak of."""
    found = (target.status.observation for target in targets)
    return max((clock.day_of(o.recorded_at) for o in found if o is not None), default=None)


def headline_targets(plan: PlanFacts, lines: Iterable[LineRow]) -> list[TargetFacts]:
    """The targets that the plan sets before its lines of work; where it sets none there, its first ones."""
    in_lines = {tile.pk for line in lines for tile in line.targets}
    before = [target for target in plan.targets if target.pk not in in_lines]
    first = [target for target in plan.targets if target.parent is None]
    return (before or first)[:MOST_HEADLINES]


def light_counts(targets: Iterable[TargetFacts]) -> tuple[LightCount, ...]:
    """How many targets show each light: from what is well over what is not to what nobody knows."""
    counts = count_lights(target.status for target in targets)
    return tuple(LightCount(light.value, counts[light]) for light in SHOWN_ORDER if light in counts)


def turns_of(targets: Iterable[TargetFacts], year: int) -> tuple[Turn, ...]:
    """Every light that differs from a week ago: what got worse first, and of that the worst."""
    turned = [t for t in targets if t.before is not None and t.before.light is not t.status.light]
    turned.sort(key=_turn_order)
    return tuple(
        Turn(
            pk=target.pk,
            name=target.name,
            before=target.before.light.value,
            after=target.status.light.value,
            reason=without_year(say(target.status.reason), year),
            since=month_day(day) if day else "",
            since_day=day,
        )
        for target, day in ((target, turned_on(target.status)) for target in turned)
        if target.before is not None
    )


def _turn_order(target: TargetFacts) -> tuple[bool, int]:
    now, before = target.status.light.urgency, target.before.light.urgency if target.before else 0
    return now > before, now


def turned_on(status: Status) -> date | None:
    """The day on which a light took its colour: its figure came in, or the next one was overdue."""
    if status.light is Light.STALE and status.stale_since is not None:
        return status.stale_since + timedelta(days=1)
    return clock.day_of(status.observation.recorded_at) if status.observation else None


def sum_row(facts: SumFacts) -> SumRow:
    """A sum on the latest period in which all its figures are known."""
    if not facts.checks:
        return SumRow(facts.whole, facts.parts, "", "", (), "", "", None)
    check = facts.checks[-1]
    quantities: list[Quantity | None] = [check.whole, *check.parts]
    scale = scale_for(facts.unit, check.whole.unit.code, quantities)
    return SumRow(
        whole=facts.whole,
        parts=facts.parts,
        period=period_in_short(check.period),
        whole_value=scale.exact(check.whole).number,
        part_values=tuple(scale.exact(part).number for part in check.parts),
        unit=scale.name,
        difference=signed(scale.amount(check.difference), scale.shown_places),
        holds=check.holds,
    )
