"""What does an amended document change in a plan: item by item, before anything is written?

Three things are compared: what the reader said to the old document, what people made of it, and what the
reader says to the new one. Only what differs between the documents changes; people's corrections stay.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from guatu.plan.actions.rows import (
    institution_rows,
    project_rows,
    propose_measures,
    target_row,
    task_row,
    tie_parents,
)
from guatu.plan.items import KINDS, kind_of, ref_of
from guatu.plan.lint.findings import Sentences
from guatu.plan.matching import Fingerprint, Status, match
from guatu.plan.models import InstitutionMention, Item, Plan, ProjectMention, Target, Task
from guatu.plan.queries.items import Json
from guatu.plan.reading import model as read

# What is compared, and what goes with it.
COMPARED: dict[type[Item], tuple[str, ...]] = {
    Target: ("subject", "kind", "comparator", "value", "value_hi", "unit", "scope", "modality", "deadline"),
    Task: ("text", "checkable", "deadline"),
    ProjectMention: ("name", "stage", "deadline"),
    InstitutionMention: ("name",),
}
CARRIED: dict[str, tuple[str, ...]] = {
    "value": ("value_norm", "scale", "implicit"),
    "value_hi": ("value_hi_norm",),
    "unit": ("unit_norm", "scale", "value_norm", "value_hi_norm"),
    "deadline": ("due",),
}
SHORTEST_SENTENCE = 6


@dataclass(frozen=True)
class Draft:
    """A document as unsaved rows; `task_targets` gives the targets that stand in each task, as read."""

    reading: read.Plan
    items: tuple[Item, ...]
    task_targets: dict[int, tuple[int, ...]]

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets in the order of the reading."""
        return tuple(item for item in self.items if isinstance(item, Target))


@dataclass(frozen=True)
class Difference:
    """What becomes of one item: `old` is its row now, `new` the unsaved row of the new document.

    `start` and `end` are its place in the new document; for a removed item where it would have stood.
    """

    status: Status
    start: int
    end: int
    old: Item | None = None
    new: Item | None = None
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)

    def to_json(self) -> Json:
        """The difference as a person is shown it."""
        item = self.new or self.old
        assert item is not None
        return {
            "status": self.status,
            "kind": kind_of(item),
            "id": ref_of(self.old) if self.old else None,
            "name": getattr(item, "subject", "") or getattr(item, "name", "") or item.text[:60],
            "text": item.text,
            "old_text": self.old.text if self.old else None,
            "start": self.start,
            "end": self.end,
            "old_start": self.old.start if self.old else None,
            "old_end": self.old.end if self.old else None,
            "changes": {name: [_shown(a), _shown(b)] for name, (a, b) in self.changes.items()},
        }


def draft_of(plan: Plan, reading: read.Plan) -> Draft:
    """The items of a reading as unsaved rows of the plan."""
    targets = [target_row(plan, each, {}, order) for order, each in enumerate(reading.targets)]
    tie_parents(targets, reading.targets)
    propose_measures(targets)
    tasks = [task_row(plan, each, {}, order) for order, each in enumerate(reading.tasks)]
    named = (*project_rows(plan, reading, {}), *institution_rows(plan, reading, {}))
    links = {index: task.targets for index, task in enumerate(reading.tasks)}
    return Draft(reading, (*targets, *tasks, *named), links)


def compare(plan: Plan, old: read.Plan, new: Draft) -> list[Difference]:
    """Every item of the plan and of the new document, in the order of the new document."""
    rows = [row for model in KINDS.values() for row in model._default_manager.filter(plan=plan)]
    base = {_place(item): item for item in draft_of(plan, old).items}
    read_rows = [row for row in rows if _place(row) in base]
    made_rows = [row for row in rows if _place(row) not in base]
    kept, lost = _find_again(made_rows, old.text, new.reading.text)
    inside = [(kind_of(each.old), each.start, each.end) for each in kept if each.old]
    fresh = [item for item in new.items if not _within(item, inside)]
    pairs = _pair([*read_rows, *lost], fresh, base, old.text, new.reading.text)
    found = _mark_moved([*kept, *pairs])
    return sorted(_with_anchors(found), key=lambda each: (each.start, each.end))


def _pair(
    rows: Sequence[Item],
    fresh: Sequence[Item],
    base: dict[tuple[str, int, int], Item],
    old_text: str,
    new_text: str,
) -> list[Difference]:
    as_read = [base.get(_place(row), row) for row in rows]
    found = match(_fingerprints(as_read, old_text), _fingerprints(fresh, new_text))
    pairs = [_matched(row, as_read[i], fresh[found[i]]) for i, row in enumerate(rows) if i in found]
    taken = set(found.values())
    added = [
        Difference("added", item.start, item.end, new=item) for j, item in enumerate(fresh) if j not in taken
    ]
    gone = [row for i, row in enumerate(rows) if i not in found]
    return [*pairs, *added, *(Difference("removed", row.start, row.end, old=row) for row in gone)]


def _matched(row: Item, base: Item, new: Item) -> Difference:
    changes = {}
    for name in COMPARED[type(row)]:
        before, after = getattr(row, name), getattr(new, name)
        if getattr(base, name) != after and before != after:
            changes[name] = (before, after)
    status: Status = "changed" if changes else "unchanged"
    return Difference(status, new.start, new.end, row, new, changes)


def _mark_moved(found: Sequence[Difference]) -> list[Difference]:
    """Calls those unchanged items moved that stand in another order now; text put in before moves nothing."""
    still = sorted((each for each in found if each.old and each.status != "removed"), key=_old_start)
    in_order = _longest_rising([each.start for each in still])
    moved = {id(each) for i, each in enumerate(still) if i not in in_order and each.status == "unchanged"}
    return [replace(each, status="moved") if id(each) in moved else each for each in found]


def _old_start(difference: Difference) -> tuple[int, int]:
    assert difference.old is not None
    return difference.old.start, difference.start


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The indices of a longest subsequence that does not fall: what did not have to move."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for i, number in enumerate(numbers):
        at = bisect_right(tails, number)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [i]
    chosen, i = set(), ends[-1] if ends else -1
    while i >= 0:
        chosen.add(i)
        i = before[i]
    return chosen


def _find_again(rows: Iterable[Item], old_text: str, new_text: str) -> tuple[list[Difference], list[Item]]:
    """Items that people made by hand: kept where their sentence stands in the new document just once."""
    sentences = Sentences(old_text)
    kept, lost = [], []
    for row in rows:
        first, last = sentences.around(row.start, row.end)
        sentence = old_text[first:last]
        if len(sentence) >= SHORTEST_SENTENCE and new_text.count(sentence) == 1:
            start = new_text.index(sentence) + row.start - first
            kept.append(Difference("unchanged", start, start + row.end - row.start, old=row))
        else:
            lost.append(row)
    return kept, lost


def _with_anchors(found: Sequence[Difference]) -> list[Difference]:
    """Gives each removed item the place in the new document behind what stood before it."""
    known = sorted((each.old.start, each.end) for each in found if each.old and each.status != "removed")
    anchored = []
    for each in found:
        if each.status == "removed" and each.old:
            before = [end for start, end in known if start <= each.old.start]
            place = before[-1] - 1 if before else 0
            anchored.append(Difference("removed", place, place + 1, old=each.old))
        else:
            anchored.append(each)
    return anchored


def _fingerprints(items: Sequence[Item], text: str) -> list[Fingerprint]:
    sentences = Sentences(text)
    return [_fingerprint(item, text, sentences) for item in items]


def _fingerprint(item: Item, text: str, sentences: Sentences) -> Fingerprint:
    first, last = sentences.around(item.start, item.end)
    subject = getattr(item, "subject", "") or getattr(item, "name", "")
    return Fingerprint(kind_of(item), item.text, subject, text[first:last], item.start)


def _place(item: Item) -> tuple[str, int, int]:
    return kind_of(item), item.start, item.end


def _within(item: Item, spans: Iterable[tuple[str, int, int]]) -> bool:
    return any(kind == kind_of(item) and start < item.end and item.start < end for kind, start, end in spans)


def _shown(value: object) -> object:
    return value if value is None or isinstance(value, bool) else str(value)
