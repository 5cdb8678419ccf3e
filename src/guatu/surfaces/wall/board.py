"""What hangs on the wall: headline targets, lines of work, what turned, which sums hold?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guatu.base import clock
from guatu.base.quantities import Missing, Quantity
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import count_lights, share_of_year
from guatu.plan.tracking.terms import Status
from guatu.plan.tracking.words import say
from guatu.surfaces.wall.bullet import Bullet, draw_bullet
from guatu.surfaces.wall.facts import PlanFacts, SectionFacts, SumFacts, TargetFacts, TaskFacts
from guatu.surfaces.wall.shown import (
    Scale,
    Shown,
    missing_word,
    month_day,
    number,
    percent,
    period_in_short,
    scale_for,
    signed,
    without_year,
)

Placed = TypeVar("Placed", TargetFacts, TaskFacts)

#: Three rows of five are what can be read from four metres; the rest is on the rows of the lines.
MOST_HEADLINES = 15
#: A row is 540 px of a wall of 1920 wide: a light takes 26, a ring 18; what has no room is counted.
ROW_PX, LAMP_PX, RING_PX, MOST_LAMPS = 540, 26, 18, 16
#: The side has room for six entries, sums and turned lights together.
MOST_BESIDE, MOST_SUMS = 6, 2
#: What turned is told against the same weekday of the week before.
TURN_WINDOW = timedelta(days=7)

#: From what is well over what is not to what nobody knows.
SHOWN_ORDER = (
    *(Light.ON_TRACK, Light.DONE, Light.KEPT, Light.AT_RISK, Light.BEHIND, Light.BROKEN),
    *(Light.NOT_STARTED, Light.STALE),
)
_COMPARATORS = {"=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ ", "range": ""}


@dataclass(frozen=True, slots=True)
class Tile:
    """A target as a block: at most seven numbers, the unit once."""

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
    part: bool = False

    @property
    def said(self) -> str:
        """Name and reason, where only the light is shown."""
        return f"{self.name} · {self.reason}"


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of work as one row: its number, name, lead department, targets as lights, tasks as rings."""

    pk: int
    number: str
    name: str
    lead: str
    targets: tuple[Tile, ...]
    tasks: tuple[TaskFacts, ...]

    @property
    def lamps(self) -> tuple[Tile, ...]:
        """The targets that have a light on the row."""
        return self.targets[:MOST_LAMPS]

    @property
    def rings(self) -> int:
        """How many tasks have a ring on the row."""
        return min(len(self.tasks), (ROW_PX - LAMP_PX * len(self.lamps)) // RING_PX)

    @property
    def ring_places(self) -> tuple[str, ...]:
        """Where the rings stand, each as wide as a letter of their drawing."""
        return tuple(f"{index}.5em" for index in range(self.rings))

    @property
    def more(self) -> int:
        """How many targets and tasks the row has no room for."""
        return len(self.targets) + len(self.tasks) - len(self.lamps) - self.rings


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
    line: str


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
    turns = turns_of(plan.targets, {t.pk: line.name for line in lines for t in line.targets}, plan.year)
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


def tile_of(target: TargetFacts) -> Tile:
    """A target as a block of the wall."""
    status = target.status
    scale = scale_of(target)
    return Tile(
        pk=target.pk,
        name=target.name,
        light=light_key(status.light),
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
        part=target.parent is not None,
    )


def light_counts(targets: Iterable[TargetFacts]) -> tuple[LightCount, ...]:
    """How many targets show each light: from what is well over what is not to what nobody knows."""
    counts = count_lights(target.status for target in targets)
    return tuple(LightCount(light_key(light), counts[light]) for light in SHOWN_ORDER if light in counts)


def light_key(light: Light) -> str:
    """The name by which the light tag and the styles know a light."""
    return light.value.replace("-", "_")


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
    if status.forecast is not None:
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


def line_rows(plan: PlanFacts) -> tuple[LineRow, ...]:
    """One row for each line of work; where a plan has none, for each of its parts."""
    sections = {section.pk: section for section in plan.sections}
    kind = "line" if any(section.type == "line" for section in plan.sections) else "part"
    targets = _grouped_by_line(plan.targets, sections, kind)
    tasks = _grouped_by_line(plan.tasks, sections, kind)
    return tuple(
        _line_row(section, targets.get(section.pk, []), tasks.get(section.pk, []))
        for section in plan.sections
        if section.type == kind and (kind == "line" or section.pk in targets or section.pk in tasks)
    )


def _line_row(section: SectionFacts, targets: Sequence[TargetFacts], tasks: Sequence[TaskFacts]) -> LineRow:
    leads = Counter([t.lead for t in targets if t.lead] + [t.lead for t in tasks if t.lead])
    return LineRow(
        pk=section.pk,
        number=short_number(section.label),
        name=section.title.strip("。．. "),
        lead=leads.most_common(1)[0][0] if leads else "",
        targets=tuple(tile_of(target) for target in targets),
        tasks=tuple(tasks),
    )


def short_number(label: str) -> str:
    """The number of a heading without its brackets and dots: 12, 三."""
    return re.sub(r"[\s()（）.．、,,第章节]", "", label)


def _grouped_by_line(
    items: Iterable[Placed], sections: dict[int, SectionFacts], kind: str
) -> dict[int, list[Placed]]:
    groups: dict[int, list[Placed]] = {}
    for item in items:
        line = line_above(item.section, sections, kind)
        if line is not None:
            groups.setdefault(line, []).append(item)
    return groups


def line_above(section: int | None, sections: dict[int, SectionFacts], kind: str = "line") -> int | None:
    """The heading of that kind which a section is or stands under."""
    while section is not None and section in sections:
        if sections[section].type == kind:
            return section
        section = sections[section].parent
    return None


def turns_of(targets: Iterable[TargetFacts], lines: dict[int, str], year: int) -> tuple[Turn, ...]:
    """Every light that differs from a week ago: what got worse first, and of that the worst."""
    turned = [t for t in targets if t.before is not None and t.before.light is not t.status.light]
    turned.sort(key=_turn_order)
    return tuple(
        Turn(
            pk=target.pk,
            name=target.name,
            before=light_key(target.before.light),
            after=light_key(target.status.light),
            reason=without_year(say(target.status.reason), year),
            since=month_day(day) if day else "",
            since_day=day,
            line=lines.get(target.pk, ""),
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


def latest_period(targets: Iterable[TargetFacts]) -> str:
    """The period that most targets speak of."""
    spoken = [period_in_short(t.status.observation.period) for t in targets if t.status.observation]
    return Counter(spoken).most_common(1)[0][0] if spoken else ""
