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
from guatu.surfaces.wall.lines import LineRow, line_rows
from guatu.surfaces.wall.shown import (
    month_day,
    percent,
    period_in_short,
    scale_for,
    signed,
    without_year,
)
from guatu.surfaces.wall.tiles import Tile, tile_of

#: Three rows of five are what can be read from four metres; the rest is on the rows of the lines.
MOST_HEADLINES = 15
#: The side has room for six entries, sums and turned lights together.
MOST_BESIDE, MOST_SUMS = 6, 2
#: What turned is told against the same weekday of the week before.
TURN_WINDOW = timedelta(days=7)

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
    turns_more: int
    turned_from: str
    sums: tuple[SumRow, ...]
    sums_holding: int

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
    most_turns = MOST_BESIDE - len(sums[:MOST_SUMS])
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
        turns=turns[:most_turns],
        turns_more=max(0, len(turns) - most_turns),
        turned_from=month_day(plan.day - TURN_WINDOW),
        sums=tuple(sums[:MOST_SUMS]),
        sums_holding=sum(row.holds is True for row in sums),
    )


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
