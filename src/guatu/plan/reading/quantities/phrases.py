"""What stands around a number: the words to its left and right within its clause, and the clause before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from guatu.plan.reading.model import Comparator, Span
from guatu.plan.reading.quantities.lexicon import one_of, pattern, words
from guatu.plan.reading.quantities.spotting import Mention

# a sentence without end, such as a table in one line, is read in pieces: the work stays linear
_SENTENCE = re.compile(r"[^。!?\n]{1,1500}[。!?]?")
_FURTHEST_LEFT = 120
_BREAK = re.compile(r"[,;:()]")
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_AFTER = re.compile(
    r"\s*(?:"
    + "|".join(
        f"(?P<{name}>{pattern('comparators_after', mark)})"
        for name, mark in (("ge", ">="), ("le", "<="), ("about", "~"))
    )
    + r")(?![力容涵设])"
)
# 和 and 及 join, except within words (和谐, 普及)
JOINTS = r"、|以及|(?<![共饱缓温调中总])和(?![谐平美睦])|(?<![普涉])及(?![时早率格])|与(?![会])"
_JOINT = re.compile(rf"{JOINTS}|并")
_DEPENDENT = frozenset(words("nouns", "relative", "events"))
_COMPARATORS: dict[str, Comparator] = {"ge": ">=", "le": "<=", "about": "~"}
# what is counted may follow a number of these
_COUNTS = frozenset({"count", "people", "visits", "area", "length"})
_LINKED = re.compile(rf"{pattern('links', 'reach')}\s*$")


@dataclass(slots=True)
class Phrase:
    """A number with the words of its clause.

    `left` runs from the clause's begin or from the number before; `right` to the clause's end or to what
    belongs to the next number; `rest` always to the clause's end. `tail` is the comparator after the number
    (以上). `joined` when only 、 or 和 parts it from the number before; `strong` when a semicolon does.
    `depth` is the depth of brackets.
    """

    mention: Mention
    left: str
    right: str
    rest: str
    tail: Comparator | None
    tail_end: int
    clause: Span
    depth: int
    joined: bool
    strong: bool


def sentences(plain: str) -> Iterator[Span]:
    """The sentences of the normalised text: stretches between full stops and line breaks."""
    for match in _SENTENCE.finditer(plain):
        yield Span(match.start(), match.end())


def phrases(plain: str, sentence: Span, mentions: list[Mention]) -> list[Phrase]:
    """One phrase for each mention of a sentence, in order."""
    breaks = _breaks(plain, sentence, mentions)
    found: list[Phrase] = []
    for mention, following in zip_longest(mentions, mentions[1:]):
        clause = _clause(breaks, mention, sentence)
        previous = found[-1] if found and found[-1].mention.end > clause.start else None
        right_end = following.start if following and following.start < clause.end else clause.end
        phrase = _phrase(plain, mention, clause, previous, right_end)
        phrase.depth = _depth(plain, sentence, mention.start)
        found.append(phrase)
    return found


def _breaks(plain: str, sentence: Span, mentions: list[Mention]) -> list[int]:
    inside = [(mention.start, mention.end) for mention in mentions]
    marks = [match.start() for match in _BREAK.finditer(plain, sentence.start, sentence.end)]
    inside += _plain_brackets(plain, sentence, mentions)
    return [at for at in marks if not any(start <= at < end for start, end in inside)]


def _plain_brackets(plain: str, sentence: Span, mentions: list[Mention]) -> list[tuple[int, int]]:
    """The brackets without a number in them: 平台(基地) is one noun."""
    brackets = [match.span() for match in _BRACKETS.finditer(plain, sentence.start, sentence.end)]
    return [
        (start, end)
        for start, end in brackets
        if not any(start < mention.start < end for mention in mentions)
    ]


def _clause(breaks: list[int], mention: Mention, sentence: Span) -> Span:
    start = max((at + 1 for at in breaks if at < mention.start), default=sentence.start)
    end = min((at for at in breaks if at >= mention.end), default=sentence.end)
    return Span(start, max(end, mention.end))


def _depth(plain: str, sentence: Span, at: int) -> int:
    return plain.count("(", sentence.start, at) - plain.count(")", sentence.start, at)


def _phrase(plain: str, mention: Mention, clause: Span, previous: Phrase | None, right_end: int) -> Phrase:
    left_start, joined = _divide(plain, previous, mention) if previous else (clause.start, False)
    tail = _AFTER.match(plain, mention.end, clause.end)
    tail_end = tail.end() if tail else mention.end
    return Phrase(
        mention=mention,
        left=plain[max(left_start, mention.start - _FURTHEST_LEFT) : mention.start],
        right=plain[tail_end:right_end].rstrip("。!?"),
        rest=plain[tail_end : clause.end],
        tail=_COMPARATORS[tail.lastgroup] if tail and tail.lastgroup else None,
        tail_end=tail_end,
        clause=clause,
        depth=0,
        joined=joined,
        strong=plain[clause.start - 1 : clause.start] == ";",
    )


def _divide(plain: str, previous: Phrase, mention: Mention) -> tuple[int, bool]:
    """Where the words between two numbers of a clause part; the earlier number keeps what is before."""
    between = plain[previous.tail_end : mention.start]
    joints = list(_JOINT.finditer(between))
    if not joints:
        return _divide_unmarked(previous, between, mention)
    first = joints[0]
    keeps = _needs_head(previous) or (first.start() > 0 and not starts_with_verb(between))
    cut = joints[-1] if keeps else first
    previous.right = between[: cut.start()] if keeps else between[: first.start()]
    return previous.tail_end + cut.end(), True


def _divide_unmarked(previous: Phrase, between: str, mention: Mention) -> tuple[int, bool]:
    words_between = between.strip()
    names = words_between and words_between not in _DEPENDENT and not starts_with_verb(between)
    if names and _needs_head(previous):
        return mention.start, True
    previous.right = ""
    return previous.tail_end, False


_LONG_VERBS = [
    word
    for table in ("links", "growth", "reduction", "increment")
    for word in words(table, *(("reach", "plain") if table == "links" else ("verbs",)))
    if len(word) > 1
]
_VERB_START = re.compile(rf"\s*(?:{one_of(_LONG_VERBS)}|{pattern('continuing')})")


def starts_with_verb(words: str) -> bool:
    """True when the words go on to say something instead of naming what was counted."""
    return _VERB_START.match(words) is not None


def _needs_head(phrase: Phrase) -> bool:
    """True when the thing counted is still to be named: no word ties the number to what stands before it."""
    return phrase.mention.family in _COUNTS and not _LINKED.search(phrase.left)
