"""What does one sentence say: its numbers in order, with what is carried from one to the next."""

from __future__ import annotations

import re

from guatu.plan.reading.model import Kind, Polarity, Quantity, Span
from guatu.plan.reading.quantities.drafts import Draft
from guatu.plan.reading.quantities.grammar import Left, read_left
from guatu.plan.reading.quantities.kinds import kind_of
from guatu.plan.reading.quantities.lexicon import pattern
from guatu.plan.reading.quantities.naming import Naming
from guatu.plan.reading.quantities.parents import Wholes
from guatu.plan.reading.quantities.phrases import Phrase, phrases
from guatu.plan.reading.quantities.polarity import polarity_of
from guatu.plan.reading.quantities.spotting import Mention
from guatu.plan.reading.quantities.subjects import (
    is_dependent,
    join_listed,
    share_out,
)
from guatu.plan.reading.quantities.tense import Tenses
from guatu.plan.reading.quantities.traps import (
    BACKGROUND,
    BASELINE,
    NAME,
    embedded_reason,
    head,
    is_works,
    phrase_reason,
)
from guatu.plan.reading.quantities.units import BARE, UNITS

_HALF = re.compile(rf"{pattern('nouns', 'halves')}$")
_LONGEST_HALF = 4
_REACHED = re.compile(rf"{pattern('links', 'reach')}$")
# 1000万以上农村贫困人口: the unit is in the noun
_PEOPLE = re.compile("人口|劳动力|居民|农民|人$")
# Chinese numerals count from two on: 一个 is an article
_FEWEST = 2
_DONE = re.compile(rf"(?:{pattern('nouns', 'events')}|{pattern('increment', 'verbs')})")
_DONE_JUST_BEFORE = re.compile(
    rf"(?:{pattern('nouns', 'events')}|{pattern('increment', 'verbs')}|抽调|选派|建好|引进)$"
)


class SentenceReader:
    """Reads the sentences of one text."""

    def __init__(self, text: str, plain: str, tenses: Tenses, quoted: list[tuple[int, int]]) -> None:
        self._text = text
        self._plain = plain
        self._tenses = tenses
        self._quoted = quoted
        self._wholes = Wholes(plain)
        self._naming = Naming(plain)

    def read(self, start: int, end: int, mentions: list[Mention], index: int) -> list[Quantity]:
        """The quantities of the sentence in order."""
        names = {id(mention): embedded_reason(self._plain, mention, self._quoted) for mention in mentions}
        proper = [m for m in mentions if names[id(m)] is None and (m.form != "chinese" or self._counts(m))]
        _share_units(self._plain, proper)
        drafts = self._drafts(phrases(self._plain, Span(start, end), proper, index))
        self._wholes.find(drafts, start, index)
        sentence = self._plain[start:end]
        quantities = [self._quantity(draft, sentence) for draft in drafts]
        quantities += [
            self._name(mention, names[id(mention)]) for mention in mentions if mention not in proper
        ]
        return quantities

    def _counts(self, mention: Mention) -> bool:
        """True when a Chinese numeral is as plainly a number of things to be done as a digit would be."""
        before, after = self._plain[max(0, mention.start - 6) : mention.start], self._plain[mention.end :]
        ends = re.match(r"[,;。、]|以上|左右", after) is not None
        if ends and mention.scale > 1 and _REACHED.search(before):
            return True
        if mention.value < _FEWEST or mention.unit.family not in ("count", "people"):
            return False
        if ends:
            return _DONE.search(self._plain[max(0, mention.start - 14) : mention.start]) is not None
        return _DONE_JUST_BEFORE.search(before) is not None and after[:1] not in "大类项级"

    def _drafts(self, found: list[Phrase]) -> list[Draft]:
        drafts: list[Draft] = []
        for number, phrase in enumerate(found):
            following = found[number + 1] if number + 1 < len(found) else None
            drafts.append(self._draft(phrase, following, drafts))
        _share_subjects(drafts)
        _share_heads(drafts)
        return drafts

    def _draft(self, phrase: Phrase, following: Phrase | None, before: list[Draft]) -> Draft:
        left = read_left(phrase.left)
        noun = head(phrase)
        if phrase.mention.unit is BARE and phrase.mention.scale > 1 and _PEOPLE.search(noun or left.subject):
            phrase.mention.unit = UNITS["人"]
        reason = phrase_reason(phrase, left.subject, following)
        from_head = (
            bool(noun)
            and (not left.subject or phrase.mention.family in {"count", "people", "bare"} or is_works(phrase))
            and not left.reaches
        )
        carried = _last(before, phrase)
        if reason is None:
            _carry_verb(phrase, left, carried, from_head)
        kind = kind_of(phrase, left, from_head)
        subject = self._naming.subject(phrase, left, carried, from_head=from_head and kind != "growth")
        return Draft(phrase, left, subject, kind, reason, from_head)

    def _quantity(self, draft: Draft, sentence: str) -> Quantity:
        mention, phrase = draft.phrase.mention, draft.phrase
        clause = self._plain[phrase.clause.start : phrase.clause.end]
        polarity, reason = polarity_of(draft.reason, self._tenses, mention.start, sentence, clause)
        if reason is None and mention.family == "bare" and not _stands_alone(draft):
            polarity, reason = "non_target", BACKGROUND if mention.scale > 1 else NAME
        return self._build(mention, draft.subject, draft.kind, _comparator(draft), polarity, reason, draft)

    def _name(self, mention: Mention, reason: str | None) -> Quantity:
        achieved = self._tenses.at(mention.start) == "past"
        polarity: Polarity = "achievement" if achieved and reason is None else "non_target"
        return self._build(
            mention, "", "count", "=", polarity, reason or ("last year" if achieved else BACKGROUND), None
        )

    def _build(
        self,
        mention: Mention,
        subject: str,
        kind: Kind,
        comparator: str,
        polarity: Polarity,
        reason: str | None,
        draft: Draft | None,
    ) -> Quantity:
        return Quantity(
            start=mention.start,
            end=mention.end,
            text=self._text[mention.start : mention.end],
            subject=subject,
            kind=kind,
            comparator=comparator,  # type: ignore[arg-type]
            value=mention.value,
            value_hi=mention.value_hi,
            unit=mention.unit_text,
            unit_norm=mention.unit.norm,
            scale=mention.scale,
            value_norm=mention.value * mention.scale,
            polarity=polarity,
            reason=reason,
            parent=draft.parent if draft else None,
            scope=draft.left.scope if draft else None,
            modality=draft.left.modality if draft else None,
        )


def _comparator(draft: Draft) -> str:
    mention = draft.phrase.mention
    if mention.form == "range":
        return "range"
    if draft.phrase.tail:
        return draft.phrase.tail
    if mention.vague:
        return ">"
    return draft.left.comparator or "="


def _last(before: list[Draft], phrase: Phrase) -> Draft | None:
    """The draft that an empty subject is carried from: the last one that is no trap, outside of brackets first."""
    usable = [draft for draft in before if draft.reason in (None, BASELINE) and draft.subject]
    outside = [draft for draft in usable if draft.phrase.depth <= phrase.depth]
    found = outside or usable
    return found[-1] if found else None


def _carry_verb(phrase: Phrase, left: Left, carried: Draft | None, from_head: bool) -> None:
    """新增 reaches the next items of its list, when they count alike and have no verb of their own."""
    if carried is None or carried.kind != carried.left.verb or carried.kind not in ("increment", "reduction"):
        return
    if not (carried.left.subject or carried.from_head):
        return
    if left.verb or left.reaches or left.own_verb or re.search("(?:就业|转移)$", left.subject):
        return
    if left.subject in ("",) and not from_head:
        return
    alike = carried.phrase.mention.unit.norm == phrase.mention.unit.norm
    if phrase.joined:
        alike = carried.phrase.mention.family == phrase.mention.family
    if alike and not phrase.strong and not is_dependent(left.subject):
        if carried.kind == "increment" or phrase.joined:
            left.verb, left.verb_word = carried.left.verb, carried.left.verb_word


def _share_subjects(drafts: list[Draft]) -> None:
    """Gives each number of 分别 its own subject, and a number of 均 both."""
    for number, draft in enumerate(drafts):
        if draft.left.all_same and not draft.from_head:
            draft.subject = join_listed(draft.subject)
        if draft.left.each:
            _share_each(drafts, number)


def _share_heads(drafts: list[Draft]) -> None:
    """完成1个区级、3个街道和60个农村社区服务中心: the last head closes the earlier ones."""
    for earlier, later in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        half = earlier.subject
        if (
            earlier.from_head
            and later.from_head
            and later.phrase.joined
            and _HALF.search(half)
            and len(half) <= _LONGEST_HALF
        ):
            earlier.subject = half + later.subject[len(half) :]


def _share_each(drafts: list[Draft], number: int) -> None:
    first = drafts[number]
    group = [first]
    for draft in drafts[number + 1 :]:
        if draft.phrase.clause != first.phrase.clause or draft.left.subject or draft.from_head:
            break
        group.append(draft)
    if not first.left.subject and number:
        _share_earlier(drafts[:number], group)
        return
    listed = first.subject
    for draft, subject in zip(group, share_out(listed, len(group)), strict=True):
        draft.subject, draft.kind = subject, first.kind
        draft.left.comparator = draft.left.comparator or first.left.comparator
    tail = next((draft.phrase.tail for draft in reversed(group) if draft.phrase.tail), None)
    for draft in group:
        draft.phrase.tail = draft.phrase.tail or tail


def _share_earlier(earlier: list[Draft], group: list[Draft]) -> None:
    """A达到x,B达到y,分别增长u和v: the subjects are those of the numbers before."""
    subjects = list(dict.fromkeys(draft.subject for draft in earlier if draft.reason is None))
    if len(group) == 1:
        group[0].subject = ";".join(subjects[-2:])
        return
    for draft, subject in zip(group, subjects[-len(group) :], strict=False):
        draft.subject, draft.kind = subject, group[0].kind


def _stands_alone(draft: Draft) -> bool:
    """True when a number without a unit is an amount all the same: 指数达到100以上."""
    says = draft.left.reaches or draft.left.verb or draft.phrase.tail or draft.left.comparator
    if head(draft.phrase):
        done = draft.left.own_verb or draft.left.linked
        return draft.phrase.mention.scale > 1 and not draft.left.subject and done
    return bool(draft.subject) and bool(says or draft.phrase.mention.scale > 1)


def _share_units(plain: str, mentions: list[Mention]) -> None:
    """A number without a unit before one with a unit in the same list has that unit: 2300、600亿元."""
    for earlier, later in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        between = plain[earlier.end : later.start]
        if earlier.family == "bare" and not earlier.unit_text and between in ("、", "和"):
            earlier.unit, earlier.scale, earlier.unit_text = later.unit, later.scale, later.unit_text
