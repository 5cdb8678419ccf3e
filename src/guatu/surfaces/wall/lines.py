"""Which row does each line of work get, and what hangs on it?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from guatu.surfaces.wall.facts import PlanFacts, SectionFacts, TargetFacts, TaskFacts
from guatu.surfaces.wall.tiles import Tile, tile_of

Placed = TypeVar("Placed", TargetFacts, TaskFacts)

#: A row is 540 px of a wall of 1920 wide: a light takes 26, a ring 18; what has no room is counted.
ROW_PX, LAMP_PX, RING_PX, MOST_LAMPS = 540, 26, 18, 16


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
