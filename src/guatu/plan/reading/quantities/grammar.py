"""What do the words to the left of a number say: subject, verb, comparator, modality, scope?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guatu.plan.reading.model import Comparator
from guatu.plan.reading.quantities.lexicon import one_of, pattern, words

_MARKS: tuple[Comparator, ...] = (">=", "<=", ">", "~")
_COMPARATOR_OF: dict[str, Comparator] = {
    re.sub(r"\(\?[^)]*\)", "", word): mark for mark in _MARKS for word in words("comparators_before", mark)
}
_SUFFIX = re.compile(
    rf"(?:(?P<reach>{pattern('links', 'reach')})|(?P<comparator>{pattern('comparators_before')})"
    rf"|(?P<increment>{pattern('increment', 'verbs')})"
    rf"|(?P<reduction>{pattern('reduction', 'verbs')})|(?P<growth>{pattern('growth', 'verbs')})"
    rf"|(?P<modality>{pattern('modality')})|(?P<time>{pattern('scope', 'times')})"
    rf"|(?P<plain>{pattern('links', 'plain')}))\s*$"
)
_GUARD = re.compile(rf"{one_of(words('growth', 'guards') + words('reduction', 'guards'))}$")
_CUT = re.compile(pattern("opening", "cut"))
_PREFIX = re.compile(
    rf"\s*(?:(?P<motto>“[^”]{{1,12}}”(?={pattern('opening', 'strip')}))"
    rf"|(?P<scope>{pattern('scope')})|(?P<modality>{pattern('modality')})"
    rf"|(?P<increment>{pattern('increment', 'verbs')})|(?P<strip>{pattern('opening', 'strip')}))"
)
_EVENT = re.compile(pattern("nouns", "leading_events"))
_MIDDLE = re.compile(pattern("opening", "middle"))
_INCREMENT = re.compile(rf"(?P<verb>{pattern('increment', 'verbs')})(?!{one_of(['值', '长'])})")
_REDUCTION = re.compile(pattern("reduction", "verbs"))
_GROWTH = re.compile(pattern("growth", "verbs"))
_GUARDS = re.compile(
    one_of(words("growth", "guards") + words("reduction", "guards") + words("increment", "guards"))
)
_MODALITY = re.compile(pattern("modality"))
_SCOPE = re.compile(pattern("scope", "times"))
RELATIVE = frozenset(words("nouns", "relative"))
EVENTS = frozenset(words("nouns", "events"))
_TRAILING = re.compile(rf"{pattern('nouns', 'trailing')}$")
# 财政补助标准由每人每年: what stands before the figure that a change starts from
_BASE = re.compile(r"(?:由|从)[^由从,;。]{0,10}$")
_WHEN = re.compile(r"(?:\d{1,2}月(?:底|末|份)?前?|年底前|全部|如期)(?!门|覆盖)")
# falls that say what falls: 为企业减负, 农村人口脱贫
_SAYS_WHAT = frozenset({"减负", "减税", "脱贫", "减贫"})
_LIGHT = frozenset(words("opening", "light"))
_KEPT_WHOLE = 3
_SHORT = 3


@dataclass(slots=True)
class Left:
    """What the words before a number say.

    `verb` is growth, reduction or increment; `reaches` is true where the number is a state that is reached
    (达到, 提高到); `each` for 分别, `all_same` for 均; `linked` when any word ties the subject to the number.
    """

    subject: str = ""
    verb: str | None = None
    verb_word: str = ""
    reaches: bool = False
    linked: bool = False
    comparator: Comparator | None = None
    modality: str | None = None
    scope: str | None = None
    each: bool = False
    all_same: bool = False
    own_verb: bool = False
    event: str = ""


def read_left(text: str) -> Left:
    """The parts of the words before a number, taken off from both ends until the subject is left."""
    left = Left(each="分别" in text, all_same=re.search(r"均(?!衡|价|等)", text) is not None)
    found = _MODALITY.search(text)
    left.modality = found.group() if found else None
    scope = _SCOPE.search(text)
    left.scope = scope.group() if scope else None
    rest = _take_suffixes(_BASE.sub("", text.strip()), left)
    rest = _take_opening(rest, left)
    rest = _take_verb_inside(rest, left)
    if left.verb_word in _SAYS_WHAT:
        rest += left.verb_word
    left.subject = "" if text.rstrip().endswith("、") else tidy(rest)
    return left


def _take_suffixes(rest: str, left: Left) -> str:
    while rest:
        found = _SUFFIX.search(rest)
        if found is None or (_GUARD.search(rest) and not (found["reach"] or found["comparator"])):
            return rest
        word = found.group().strip()
        if found["reach"] or found["comparator"]:
            left.reaches = left.reaches or (found["reach"] is not None and left.verb is None)
            left.comparator = left.comparator or _COMPARATOR_OF.get(word)
        elif found["time"]:
            left.scope = word
        elif not (found["modality"] or found["plain"]):
            if left.reaches and not found["growth"]:
                return rest
            left.verb = left.verb or found.lastgroup
            left.verb_word = left.verb_word or word
        left.linked = True
        rest = rest[: found.start()].rstrip()
    return rest


def _take_opening(rest: str, left: Left) -> str:
    cuts = list(_CUT.finditer(rest))
    if cuts and not _joins(rest, cuts[-1]):
        left.own_verb = True
        rest = rest[cuts[-1].end() :]
    while found := _PREFIX.match(rest):
        if found["increment"]:
            left.verb = left.verb or "increment"
            left.verb_word = left.verb_word or found["increment"]
            if len(rest) - found.end() < _KEPT_WHOLE:
                return rest.strip()
        elif found["scope"]:
            left.scope = left.scope or found["scope"]
            if len(rest.strip()) == len(found["scope"]):
                return ""
        if found["strip"] and found["strip"].strip() not in _LIGHT:
            left.own_verb = True
        rest = rest[found.end() :]
    event = _EVENT.match(rest)
    left.event = event.group() if event else ""
    return rest.strip()


def _joins(rest: str, cut: re.Match[str]) -> bool:
    """True for 畜牧业实现产值: what follows the verb is an amount of what stands before it."""
    after = tidy(rest[cut.end() :])
    return (
        cut.group() == "实现"
        and bool(rest[: cut.start()])
        and (after in RELATIVE or 1 < len(after) <= _SHORT)
    )


def _take_verb_inside(rest: str, left: Left) -> str:
    masked = _GUARDS.sub(lambda m: "□" * len(m.group()), rest)
    if left.verb is None and (found := _INCREMENT.search(masked)):
        left.verb, left.verb_word = "increment", found.group()
        if len(rest) - found.end() >= _KEPT_WHOLE:
            return rest[: found.start()] + rest[found.end() :]
        return rest
    if (
        left.verb is None
        and not left.reaches
        and (found := _REDUCTION.search(masked))
        and len(found.group()) > 1
    ):
        left.verb, left.verb_word = "reduction", found.group()
        return rest
    middle = _MIDDLE.search(rest)
    if middle and middle.start() > 0 and middle.end() < len(rest):
        left.own_verb = True
        return rest[: middle.start()] + rest[middle.end() :]
    return rest


def tidy(phrase: str) -> str:
    """The phrase without marks at its ends and without closing words that say nothing (任务, 工作)."""
    phrase = _WHEN.sub("", phrase).strip(" 、,;:的-·")
    if phrase.count("(") != phrase.count(")"):
        phrase = phrase.strip("()")
    if phrase.count("“") != phrase.count("”"):
        phrase = phrase.strip("“”")
    while found := _TRAILING.search(phrase):
        shorter = phrase[: found.start()].rstrip("、的 ")
        if len(shorter) < 2:
            break
        phrase = shorter
    return phrase


def grows_inside(phrase: str) -> bool:
    """True when the phrase holds a word of growth that is not part of another word."""
    return _GROWTH.search(_GUARDS.sub("", phrase)) is not None
