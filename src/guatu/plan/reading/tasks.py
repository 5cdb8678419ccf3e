"""Which clauses are work to be done, and which only give its purpose or its circumstances."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guatu.plan.reading.clauses import split_clauses
from guatu.plan.reading.deadlines import DEADLINE, find_deadline
from guatu.plan.reading.lexicon import load_lexicon
from guatu.plan.reading.model import Project, Quantity, Section, Span, Task

_WORDS = load_lexicon("tasks")


# A number with its unit: the clause has something to be measured, whatever kind of quantity it is.
FIGURE = re.compile(
    r"(?<![0-9０-９a-zA-Z“])[0-9０-９][0-9０-９.,．]*(?:[%％]|[十百千万亿]*[^\W0-9０-９a-zA-Z年月日号])"
)


def _starting(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _any(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _WORDS[key]))


ADVERB, PURPOSE, MOVING, ACTION, CHECKABLE, VAGUE, PREPOSITION, OUTCOME_ADVERB, OUTCOME_VERB, MANNER = (
    _starting(_WORDS[key])
    for key in (
        "adverbs",
        "purpose_verbs",
        "moving_verbs",
        "action_verbs",
        "checkable_verbs",
        "vague_verbs",
        "prepositions",
        "outcome_adverbs",
        "outcome_verbs",
        "manner",
    )
)
CONTEXT, CIRCUMSTANCE, SELF_MOVING, CHECKABLE_OBJECT, UNSPECIFIC = (
    _any(key) for key in ("context", "circumstance", "self_moving", "checkable_objects", "unspecific")
)
ENUMERATION = re.compile(
    "^(?:[一二三四五六七八九十]{1,2}是(?:要)?|第[一二三四五六七八九十]{1,2}[，,、]|其中)"
)
# A purpose has one object; a list of them, or a thing to be built on something named, is work.
LISTED = re.compile("、.*等")
MEANS = re.compile("(综合)?(通过|采取|运用)")
BUILT_ON = re.compile("依托|围绕")
GROUP_END = re.compile(r"[。；;！？!?\r\n]")
QUOTED = re.compile("[“《][^”》]*[”》]")
ADDRESS = re.compile("各位代表")
SHORTEST = 4
# A longer stretch without a comma is no sentence that a person wrote; only its beginning is looked at.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with what decides its role: is it the first piece of work in its sentence or part sentence."""

    span: Span
    text: str
    head: bool
    has_target: bool

    @property
    def measurable(self) -> bool:
        """Whether a target or any other figure stands in the clause."""
        return self.has_target or has_figure(self.text)


def find_work(
    text: str, sections: Sequence[Section], targets: Sequence[Quantity]
) -> tuple[tuple[Clause, Section | None], ...]:
    """The clauses of the coming year that ask for something to be done, each with its section."""
    return tuple(
        (clause, section)
        for stretch, section in working_stretches(text, sections)
        for clause in _work(text, stretch, targets)
    )


def to_tasks(
    work: Iterable[tuple[Clause, Section | None]], targets: Sequence[Quantity], projects: Sequence[Project]
) -> tuple[Task, ...]:
    """The clauses of work as tasks, numbered within their line, each with the targets that lie in it."""
    named = [project.start for project in projects]
    counts: dict[str, int] = {}
    tasks: list[Task] = []
    for clause, section in work:
        prefix = _number_prefix(section)
        counts[prefix] = counts.get(prefix, 0) + 1
        task = _task(f"{prefix}-{counts[prefix]}", clause, section, targets)
        if bisect_left(named, task.start) < bisect_left(named, task.end) and not is_vague(task.text):
            task = dataclasses.replace(task, checkable=True)
        tasks.append(task)
    return tuple(tasks)


def working_stretches(text: str, sections: Sequence[Section]) -> Iterator[tuple[Span, Section | None]]:
    """The stretches of text that lie directly under a section of the coming year, without its heading.

    What stands in a part before its first line is introduction and left out; a text without any section is
    read whole.
    """
    if not sections:
        yield Span(0, len(text)), None
    children = {s.parent for s in sections}
    for i, section in enumerate(sections):
        introduction = section.type == "part" and section.id in children
        if section.tense != "coming" or introduction:
            continue
        first = section.title_end if section.title_end is not None else section.start
        last = sections[i + 1].start if i + 1 < len(sections) else section.end
        if not text[first : min(last, section.end)].strip(" \r\n。，,;；：:"):
            first = section.title_start or section.start
        yield from ((span, section) for span in _without_addresses(text, first, min(last, section.end)))


def main_clause(clause: str) -> int:
    """Where the clause's own verb begins, after adverbs and a preposition phrase."""
    limit = DEADLINE.match(clause)
    at = limit.end() if limit else 0
    while match := MANNER.match(clause, at):
        at = match.end()
    verb = _main_verb(clause[at:])
    return at + (verb or 0)


def _without_addresses(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch up to where the speaker turns to the audience at its end (各位代表！…)."""
    closing = ADDRESS.search(text, start, end)
    yield Span(start, closing.start() if closing else end)


def _number_prefix(section: Section | None) -> str:
    if section is None:
        return "T"
    return section.id.split(".")[0]


def _work(text: str, stretch: Span, targets: Sequence[Quantity]) -> Iterator[Clause]:
    inside = [Span(t.start, t.end) for t in targets if stretch.start <= t.start < stretch.end]
    head, at = True, stretch.start
    for span in split_clauses(text, stretch.start, stretch.end):
        if GROUP_END.search(text, at, span.start):
            head = True
        at = span.end
        clause = _stripped(text, span, head, any(span.overlaps(t) for t in inside))
        if clause is None or is_context(clause):
            # What is reached 「通过…」 is the purpose of the means, not work of its own.
            head = head and not (clause and MEANS.match(clause.text))
            continue
        if is_work(clause):
            yield clause
        head = False


def _stripped(text: str, span: Span, head: bool, has_target: bool) -> Clause | None:
    """The clause without 「一是」 and the like before it; None when it is too short to be one."""
    content = text[span.start : span.end]
    mark = ENUMERATION.match(content)
    start = span.start + (mark.end() if mark and mark[0] != "其中" else 0)
    if span.end - start < SHORTEST:
        return None
    end = min(span.end, start + LONGEST)
    return Clause(Span(start, end), text[start:end], head or bool(mark), has_target)


def is_context(clause: Clause) -> bool:
    """Whether the clause tells under what conditions or by what means, and has no work of its own."""
    if clause.has_target:
        return False
    if CIRCUMSTANCE.search(clause.text):
        return True
    core, _ = without_adverbs(clause.text)
    if CONTEXT.search(clause.text) or CONTEXT.search(core):
        return _main_verb(core) is None
    return not (ACTION.search(clause.text) or clause.measurable)


def is_work(clause: Clause) -> bool:
    """Whether the clause asks for something to be done, rather than saying what for."""
    if clause.measurable:
        return True
    core, adverbs = without_adverbs(clause.text)
    verb = _main_verb(core)
    core = core if verb is None else core[verb:]
    if OUTCOME_VERB.match(core) and OUTCOME_ADVERB.search(adverbs) and not clause.head:
        return False
    if clause.head or LISTED.search(core) or (verb is not None and BUILT_ON.match(clause.text)):
        return True
    if MOVING.match(core) or MOVING.search(adverbs):
        return not (SELF_MOVING.search(core) or PURPOSE.match(core))
    return not PURPOSE.match(core)


def is_vague(clause: str) -> bool:
    """Whether its verb (加强, 优化 …) or its object (一批, 各项 …) leaves open when the work is done."""
    core = _from_main_verb(clause)
    return bool(VAGUE.match(core) or UNSPECIFIC.search(core))


def _from_main_verb(clause: str) -> str:
    core, _ = without_adverbs(clause)
    return core[_main_verb(core) or 0 :]


def has_figure(clause: str) -> bool:
    """Whether a number with a unit stands in the clause, outside quotes."""
    return bool(FIGURE.search(QUOTED.sub("", clause)))


def without_adverbs(clause: str) -> tuple[str, str]:
    """The clause from its verb on, and the adverbs that stood before it."""
    at = 0
    while match := ADVERB.match(clause, at):
        if match.end() >= len(clause) - 2:
            break
        at = match.end()
    return clause[at:], clause[:at]


def _main_verb(core: str) -> int | None:
    """Where the verb stands after a preposition phrase that opens the clause; None without such a verb."""
    if not PREPOSITION.match(core):
        return None
    plain = QUOTED.sub(lambda m: "□" * len(m[0]), core)
    for match in ACTION.finditer(plain, 4):
        rest = plain[match.end() :]
        if len(rest) >= 3 and not rest.startswith(("的", "、", "和", "与", "等")):
            return match.start()
    return None


def _task(number: str, clause: Clause, section: Section | None, targets: Sequence[Quantity]) -> Task:
    return Task(
        id=number,
        section=section.id if section else None,
        start=clause.span.start,
        end=clause.span.end,
        text=clause.text,
        checkable=is_checkable(clause.text, has_target=clause.has_target),
        deadline=find_deadline(clause.text),
        targets=tuple(i for i, t in enumerate(targets) if clause.span.start <= t.start < clause.span.end),
    )


def is_checkable(clause: str, *, has_target: bool = False) -> bool:
    """Whether an outside reader could say that it was done: it has a figure, or a thing that can be seen."""
    if has_target or has_figure(clause) or find_deadline(clause):
        return True
    if is_vague(clause):
        return False
    core = _from_main_verb(clause)
    return bool(CHECKABLE.match(core) or CHECKABLE_OBJECT.search(core))
