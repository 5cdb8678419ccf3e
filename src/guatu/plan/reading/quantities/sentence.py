"""What does one sentence say: its numbers in order, with what is carried from one to the next."""

from __future__ import annotations

import re
from dataclasses import replace

from guatu.plan.reading.model import Comparator, Quantity, Span
from guatu.plan.reading.quantities.drafts import Draft
from guatu.plan.reading.quantities.grammar import read_left
from guatu.plan.reading.quantities.kinds import kind_of
from guatu.plan.reading.quantities.lexicon import pattern
from guatu.plan.reading.quantities.names import embedded_reason
from guatu.plan.reading.quantities.naming import Naming
from guatu.plan.reading.quantities.parents import Wholes
from guatu.plan.reading.quantities.phrases import Phrase, phrases
from guatu.plan.reading.quantities.polarity import polarity_of
from guatu.plan.reading.quantities.reasons import BACKGROUND, BASELINE, LAST_YEAR, NAME
from guatu.plan.reading.quantities.sharing import carry_verb, share_subjects, share_units
from guatu.plan.reading.quantities.spotting import Mention
from guatu.plan.reading.quantities.tense import Tenses
from guatu.plan.reading.quantities.traps import head, is_works, phrase_reason
from guatu.plan.reading.quantities.units import BARE, UNITS

_REACHED = re.compile(rf"{pattern('links', 'reach')}$")
# 1000万以上农村贫困人口: the unit is in the noun
_PEOPLE = re.compile("人口|劳动力|居民|农民|人$")
# Chinese numerals count from two on: 一个 is an article
_FEWEST = 2
_DONE = re.compile(rf"(?:{pattern('nouns', 'events')}|{pattern('increment', 'verbs')})")
_DONE_JUST_BEFORE = re.compile(
    rf"(?:{pattern('nouns', 'events')}|{pattern('increment', 'verbs')}|抽调|选派|建好|引进)$"
)
_DEADLINE = re.compile(r"(?:到|在)?(?:20\d\d年(?:底|末)?前?|\d{1,2}月(?:底|末|份)?前?|年底前?)")


class SentenceReader:
    """Reads the sentences of one text."""

    def __init__(self, text: str, plain: str, tenses: Tenses, quoted: list[tuple[int, int]]) -> None:
        self._text = text
        self._plain = plain
        self._tenses = tenses
        self._quoted = quoted
        self._wholes = Wholes(plain)
        self._naming = Naming(plain)

    def read(self, sentence: Span, mentions: list[Mention], index: int) -> list[Quantity]:
        """The quantities of the sentence; `index` is its number in the text."""
        reasons = [embedded_reason(self._plain, mention, self._quoted) for mention in mentions]
        amounts: list[Mention] = []
        found: list[Quantity] = []
        for mention, reason in zip(mentions, reasons, strict=True):
            if reason is None and (mention.form != "chinese" or self._counts(mention)):
                amounts.append(mention)
            else:
                found.append(self._aside(mention, reason))
        share_units(self._plain, amounts)
        drafts = self._drafts(phrases(self._plain, sentence, amounts))
        self._wholes.find(drafts, sentence.start, index)
        return found + [self._quantity(draft, sentence) for draft in drafts]

    def _counts(self, mention: Mention) -> bool:
        """True when a Chinese numeral is as plainly a number of things to be done as a digit would be."""
        before = self._plain[max(0, mention.start - 6) : mention.start]
        after = self._plain[mention.end : mention.end + 2]
        ends = not after.strip() or re.match(r"[,;。、]|以上|左右", after) is not None
        if ends and mention.scale > 1 and _REACHED.search(before):
            return True
        if mention.value < _FEWEST or mention.unit.family not in ("count", "people"):
            return False
        if ends:
            return _DONE.search(self._plain[max(0, mention.start - 14) : mention.start]) is not None
        return _DONE_JUST_BEFORE.search(before) is not None and after[:1] not in "大类项级"

    def _drafts(self, found: list[Phrase]) -> list[Draft]:
        drafts: list[Draft] = []
        for phrase in found:
            drafts.append(self._draft(phrase, drafts))
        share_subjects(drafts)
        return drafts

    def _draft(self, phrase: Phrase, before: list[Draft]) -> Draft:
        left, noun, mention = read_left(phrase.left), head(phrase), phrase.mention
        if mention.unit is BARE and mention.scale > 1 and _PEOPLE.search(noun or left.subject):
            mention.unit = UNITS["人"]
        reason = phrase_reason(phrase, left.subject)
        names_itself = not left.subject or mention.family in {"count", "people", "bare"} or is_works(phrase)
        from_head = bool(noun) and names_itself and not left.reaches
        carried = _last(before, phrase)
        if reason is None:
            carry_verb(phrase, left, carried, from_head=from_head)
        kind = kind_of(phrase, left, from_head=from_head)
        subject = self._naming.subject(phrase, left, carried, from_head=from_head and kind != "growth")
        return Draft(phrase, left, subject, kind, reason, from_head)

    def _quantity(self, draft: Draft, sentence: Span) -> Quantity:
        mention, phrase = draft.phrase.mention, draft.phrase
        clause = self._plain[phrase.clause.start : phrase.clause.end]
        words = self._plain[sentence.start : sentence.end]
        polarity, reason = polarity_of(draft.reason, self._tenses, mention.start, words, clause)
        if reason is None and mention.family == "bare" and not _stands_alone(draft):
            polarity, reason = "non_target", BACKGROUND if mention.scale > 1 else NAME
        deadline = _DEADLINE.search(self._plain, phrase.clause.start, mention.start)
        return replace(
            self._aside(mention, reason),
            polarity=polarity,
            reason=reason,
            subject=draft.subject,
            kind=draft.kind,
            comparator=_comparator(draft),
            parent=draft.parent,
            scope=draft.left.scope,
            modality=draft.left.modality,
            deadline=deadline.group() if deadline else None,
        )

    def _aside(self, mention: Mention, reason: str | None) -> Quantity:
        """The number alone, as no target: a name, a threshold, or a count that nothing is promised of."""
        achieved = reason is None and self._tenses.at(mention.start) == "past"
        return Quantity(
            start=mention.start,
            end=mention.end,
            text=self._text[mention.start : mention.end],
            subject="",
            kind="count",
            comparator="=",
            value=mention.value,
            value_hi=mention.value_hi,
            unit=mention.unit_text,
            unit_norm=mention.unit.norm,
            scale=mention.scale,
            value_norm=mention.value * mention.scale,
            polarity="achievement" if achieved else "non_target",
            reason=LAST_YEAR if achieved else reason or BACKGROUND,
        )


def _comparator(draft: Draft) -> Comparator:
    mention = draft.phrase.mention
    if mention.form == "range":
        return "range"
    if draft.phrase.tail:
        return draft.phrase.tail
    return ">" if mention.vague else draft.left.comparator or "="


def _last(before: list[Draft], phrase: Phrase) -> Draft | None:
    """The draft that an empty subject is carried from: the last that is no trap, outside brackets first."""
    usable = [draft for draft in before if draft.reason in (None, BASELINE) and draft.subject]
    outside = [draft for draft in usable if draft.phrase.depth <= phrase.depth]
    found = outside or usable
    return found[-1] if found else None


def _stands_alone(draft: Draft) -> bool:
    """True when a number without a unit is an amount all the same: 指数达到100以上."""
    says = draft.left.reaches or draft.left.verb or draft.phrase.tail or draft.left.comparator
    if head(draft.phrase):
        done = draft.left.own_verb or draft.left.linked
        return draft.phrase.mention.scale > 1 and not draft.left.subject and done
    return bool(draft.subject) and bool(says or draft.phrase.mention.scale > 1)
