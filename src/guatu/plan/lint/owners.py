"""Does everything have somebody who answers for it, and a day?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from guatu.plan.lint.findings import Finding, Sentences
from guatu.plan.lint.snapshot import PlanSnapshot, SectionTerms, TargetTerms, TaskTerms

Owned = TargetTerms | TaskTerms


def check_owners(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Items without a lead department, one finding a section since they are assigned by section."""
    without = [item for item in _items(snapshot) if not item.has_lead]
    return _by_section("no_owner", "warning", without, snapshot, sentences)


def check_deadlines(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Items that no day can be given: a year's plan ends with its year, so this needs a plan without one.

    Tasks that can be checked but have no day of their own are noted too: they will be asked for at year-end only.
    """
    if snapshot.year is None:
        without = [item for item in _items(snapshot) if item.due is None]
        yield from _by_section("no_deadline", "warning", without, snapshot, sentences)
        return
    open_tasks = [task for task in snapshot.tasks if task.checkable and not (task.due or task.deadline)]
    yield from _by_section("year_end_only", "note", open_tasks, snapshot, sentences)
    unclear = [item for item in _items(snapshot) if item.deadline and item.due is None]
    for item in unclear:
        start, end = sentences.around(item.start, item.end)
        yield Finding("unclear_deadline", "note", start, end, (item.ref,), {"deadline": item.deadline})


def _items(snapshot: PlanSnapshot) -> list[Owned]:
    return [*snapshot.targets, *snapshot.tasks]


def _by_section(
    code: str, severity: str, items: Iterable[Owned], snapshot: PlanSnapshot, sentences: Sentences
) -> Iterator[Finding]:
    headings = {section.id: section for section in snapshot.sections}
    groups: dict[int | None, list[Owned]] = {}
    for item in items:
        groups.setdefault(item.section, []).append(item)
    for section, members in groups.items():
        yield _about(code, severity, members, headings.get(section or -1), sentences.around)


def _about(
    code: str,
    severity: str,
    members: list[Owned],
    heading: SectionTerms | None,
    around: Callable[[int, int], tuple[int, int]],
) -> Finding:
    first = min(members, key=lambda item: item.start)
    start, end = (heading.start, heading.end) if heading else around(first.start, first.end)
    params: dict[str, str | int] = {"count": len(members), "section": heading.title if heading else ""}
    refs = tuple(item.ref for item in members)
    return Finding(code, severity, start, end, refs, params)  # type: ignore[arg-type]  # a Severity
