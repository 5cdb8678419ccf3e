"""Does everything have somebody who answers for it, and a day?"""

from __future__ import annotations

from collections.abc import Iterator

from guatu.plan.lint.findings import Finding, Param, Sentences, Severity
from guatu.plan.lint.snapshot import PlanSnapshot, SectionTerms, TargetTerms, TaskTerms

Owned = TargetTerms | TaskTerms


def check_owners(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Items without a lead department, one finding a line of work since they are assigned by line."""
    headings = {section.id: section for section in snapshot.sections}
    groups: dict[int | None, list[Owned]] = {}
    for item in _items(snapshot):
        if not item.has_lead:
            line = _line_of(item.section, headings)
            groups.setdefault(line.id if line else None, []).append(item)
    for key, members in groups.items():
        yield _about("no_owner", "warning", members, headings.get(key or -1), sentences)


def check_deadlines(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Deadlines that name no day, and items that no day follows for at all.

    A year's plan ends with its year; so only a plan without a year leaves its items without a day. Tasks that
    can be checked but name no day are noted: they will be asked for at year-end only.
    """
    for item in _items(snapshot):
        if item.deadline and item.due is None:
            start, end = sentences.around(item.start, item.end)
            yield Finding("unclear_deadline", "note", start, end, (item.ref,), {"deadline": item.deadline})
    without = [item for item in _items(snapshot) if item.due is None and not item.deadline]
    if snapshot.year is None and without:
        yield _about("no_deadline", "warning", without, None, sentences)
        return
    tasks = [item for item in without if isinstance(item, TaskTerms) and item.checkable]
    if tasks:
        yield _about("year_end_only", "note", [*tasks], None, sentences)


def _items(snapshot: PlanSnapshot) -> list[Owned]:
    return [*snapshot.targets, *snapshot.tasks]


def _line_of(section: int | None, headings: dict[int, SectionTerms]) -> SectionTerms | None:
    """The line of work that a section belongs to; the widest section around where there are no lines."""
    found = here = headings.get(section or -1)
    while here is not None:
        found = here
        if here.type == "line":
            break
        here = headings.get(here.parent or -1)
    return found


def _about(
    code: str, severity: Severity, members: list[Owned], heading: SectionTerms | None, sentences: Sentences
) -> Finding:
    first = min(members, key=lambda item: item.start)
    start, end = (heading.start, heading.end) if heading else sentences.around(first.start, first.end)
    params: dict[str, Param] = {"count": len(members), "section": heading.title if heading else ""}
    return Finding(code, severity, start, end, tuple(item.ref for item in members), params)
