"""How does a reading become rows?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import cast

from guatu.kernel.measures import registry
from guatu.kernel.measures.names import MeasureNames
from guatu.plan.deadlines import due_of
from guatu.plan.models import InstitutionMention, Plan, ProjectMention, Section, Target, Task
from guatu.plan.reading import model as read

# What the columns hold; a larger number in a document is a misreading and stays without a value.
LARGEST_WRITTEN = Decimal(10) ** 17
LARGEST_NORMAL = Decimal(10) ** 26
_MICRO, _NANO = Decimal("0.000001"), Decimal("0.000000001")


def create_sections(plan: Plan, sections: Sequence[read.Section]) -> dict[str, Section]:
    """The headings as rows, by the reader's id."""
    rows = {
        each.id: Section(
            plan=plan,
            ref=each.id,
            type=each.type,
            label=each.label[:40],
            title=each.title,
            start=each.start,
            end=each.end,
            title_start=each.title_start,
            title_end=each.title_end,
            order=order,
        )
        for order, each in enumerate(sections)
    }
    Section.objects.bulk_create(rows.values())
    for each in sections:
        rows[each.id].parent = rows.get(each.parent or "")
    Section.objects.bulk_update(rows.values(), ["parent"])
    return rows


def create_items(plan: Plan, reading: read.Plan) -> None:
    """Sections, targets with their wholes, tasks with their targets, projects and institutions as rows."""
    sections = create_sections(plan, reading.sections)
    targets = create_targets(plan, reading.targets, sections)
    create_tasks(plan, reading.tasks, sections, targets)
    ProjectMention.objects.bulk_create(project_rows(plan, reading, sections))
    InstitutionMention.objects.bulk_create(institution_rows(plan, reading, sections))


def create_targets(
    plan: Plan, quantities: Sequence[read.Quantity], sections: Mapping[str, Section]
) -> list[Target]:
    """The targets as rows, each tied to the whole that it is 其中 of."""
    rows = [target_row(plan, each, sections, order) for order, each in enumerate(quantities)]
    propose_measures(rows)
    Target.objects.bulk_create(rows)
    tie_parents(rows, quantities)
    Target.objects.bulk_update([row for row in rows if row.parent_id], ["parent"])
    return rows


def tie_parents(rows: Sequence[Target], quantities: Sequence[read.Quantity]) -> None:
    """Sets `parent` on each row whose quantity names the span of a whole that is a target too."""
    by_span = {(row.start, row.end): row for row in rows}
    for row, quantity in zip(rows, quantities, strict=True):
        whole = quantity.parent and by_span.get((quantity.parent.start, quantity.parent.end))
        row.parent = whole if whole and whole is not row else None


def target_row(
    plan: Plan, quantity: read.Quantity, sections: Mapping[str, Section], order: int = 0
) -> Target:
    """A target as a row, not yet saved."""
    measure = quantity.measure
    return Target(
        plan=plan,
        section=sections.get(quantity.section or ""),
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        order=order,
        subject=quantity.subject,
        kind=quantity.kind,
        comparator=quantity.comparator,
        value=storable(quantity.value),
        value_hi=storable(quantity.value_hi),
        unit=quantity.unit[:40],
        unit_norm=quantity.unit_norm[:60],
        scale=quantity.scale,
        value_norm=storable_norm(quantity.value_norm),
        value_hi_norm=storable_norm(normal(quantity.value_hi, quantity.scale)),
        scope=quantity.scope or "",
        modality=(quantity.modality or "")[:20],
        deadline=(quantity.deadline or "")[:80],
        due=due_of(quantity.deadline or "", plan.year),
        implicit=quantity.implicit,
        measure=measure.code if measure else "",
        measure_confidence=Decimal(str(round(measure.confidence, 3))) if measure else None,
    )


def create_tasks(
    plan: Plan, tasks: Sequence[read.Task], sections: Mapping[str, Section], targets: Sequence[Target]
) -> list[Task]:
    """The tasks as rows, each tied to the targets that stand in it."""
    rows = [task_row(plan, each, sections, order) for order, each in enumerate(tasks)]
    Task.objects.bulk_create(rows)
    links = [
        Task.targets.through(task_id=row.pk, target_id=targets[index].pk)
        for row, task in zip(rows, tasks, strict=True)
        for index in task.targets
    ]
    Task.targets.through.objects.bulk_create(links)
    return rows


def task_row(plan: Plan, task: read.Task, sections: Mapping[str, Section], order: int = 0) -> Task:
    """A task as a row, not yet saved."""
    return Task(
        plan=plan,
        section=sections.get(task.section or ""),
        start=task.start,
        end=task.end,
        text=task.text,
        order=order,
        checkable=task.checkable,
        deadline=(task.deadline or "")[:80],
        due=due_of(task.deadline or "", plan.year),
    )


def project_rows(plan: Plan, reading: read.Plan, sections: Mapping[str, Section]) -> list[ProjectMention]:
    """The projects as rows, not yet saved."""
    return [
        ProjectMention(
            plan=plan,
            section=sections.get(each.section or ""),
            start=each.start,
            end=each.end,
            text=reading.text[each.start : each.end],
            order=order,
            name=each.name,
            stage=each.stage or "",
            deadline=(each.deadline or "")[:80],
        )
        for order, each in enumerate(reading.projects)
    ]


def institution_rows(
    plan: Plan, reading: read.Plan, sections: Mapping[str, Section]
) -> list[InstitutionMention]:
    """The institutions as rows, not yet saved."""
    return [
        InstitutionMention(
            plan=plan,
            section=sections.get(each.section or ""),
            start=each.start,
            end=each.end,
            text=reading.text[each.start : each.end],
            order=order,
            name=each.name,
        )
        for order, each in enumerate(reading.institutions)
    ]


def reading_notes(reading: read.Plan) -> dict[str, object]:
    """What is kept beside the items: warnings, dropped stretches, quantities that are no targets."""
    notes = reading.to_dict()
    quantities = cast("list[dict[str, object]]", notes["quantities"])
    return {
        "warnings": notes["warnings"],
        "dropped": notes["dropped"],
        "traps": [each for each in quantities if each["polarity"] != "target"],
    }


def normal(value: Decimal | None, scale: Decimal) -> Decimal | None:
    """A written value in the normal unit."""
    return None if value is None else value * scale


def propose_measures(rows: Iterable[Target]) -> None:
    """Binds new targets to the measures that their subjects and units mean; a person confirms them."""
    names = MeasureNames(registry.all_measures())
    for row in rows:
        found = () if row.measure else names.find(row.subject, row.unit_norm, row.kind)
        if found:
            row.measure = found[0].measure.code
            row.measure_confidence = Decimal(str(found[0].confidence))


def storable(value: Decimal | None) -> Decimal | None:
    """A written value as the column keeps it: six decimals; None when it is beyond any plan."""
    return None if value is None or abs(value) >= LARGEST_WRITTEN else value.quantize(_MICRO)


def storable_norm(value: Decimal | None) -> Decimal | None:
    """A normal value as the column keeps it: nine decimals; None when it is beyond any plan."""
    return None if value is None or abs(value) >= LARGEST_NORMAL else value.quantize(_NANO)
