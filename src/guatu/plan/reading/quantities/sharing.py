"""What do the numbers of a list share: a verb, a head, a unit, the subjects of 分别 and 均?"""

from __future__ import annotations

import re

from guatu.plan.reading.quantities.drafts import Draft
from guatu.plan.reading.quantities.grammar import Left
from guatu.plan.reading.quantities.lexicon import pattern
from guatu.plan.reading.quantities.phrases import Phrase
from guatu.plan.reading.quantities.spotting import Mention
from guatu.plan.reading.quantities.subjects import is_dependent, join_listed, share_out

_HALF = re.compile(rf"{pattern('nouns', 'halves')}$")
_LONGEST_HALF = 4
_HAPPENS_ITSELF = re.compile("(?:就业|转移)$")


def share_units(plain: str, mentions: list[Mention]) -> None:
    """A number without a unit before one with a unit in the same list has that unit: 2300、600亿元."""
    for earlier, later in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        between = plain[earlier.end : later.start]
        if earlier.family == "bare" and not earlier.unit_text and between in ("、", "和"):
            earlier.unit, earlier.scale, earlier.unit_text = later.unit, later.scale, later.unit_text


def carry_verb(phrase: Phrase, left: Left, carried: Draft | None, *, from_head: bool) -> None:
    """Lets 新增 or 减少 reach the next items of its list, where they count alike and have no own verb."""
    if carried is None or _has_own_verb(left):
        return
    if _only_raises(phrase, left, carried, from_head=from_head):
        left.verb = carried.left.verb
    if not _carries(carried):
        return
    nameless = not left.subject and not from_head
    if nameless or phrase.strong or is_dependent(left.subject):
        return
    ours, theirs = phrase.mention, carried.phrase.mention
    alike = ours.family == theirs.family if phrase.joined else ours.unit.norm == theirs.unit.norm
    if alike and (phrase.joined or carried.kind == "increment"):
        left.verb = carried.left.verb


def _only_raises(phrase: Phrase, left: Left, carried: Draft, *, from_head: bool) -> bool:
    """True for the second number of 增长20%、力争25%: the same figure, aimed higher."""
    same_unit = phrase.mention.unit.norm == carried.phrase.mention.unit.norm
    return same_unit and left.modality is not None and not left.subject and not from_head


def _carries(carried: Draft) -> bool:
    """True for a number whose verb has a noun: 新增企业30家, but not 比去年增加4000亿元."""
    own = bool(carried.left.subject) or carried.from_head
    return own and carried.kind == carried.left.verb and carried.kind in ("increment", "reduction")


def _has_own_verb(left: Left) -> bool:
    own = left.verb is not None or left.reaches or left.own_verb
    return own or _HAPPENS_ITSELF.search(left.subject) is not None


def share_subjects(drafts: list[Draft]) -> None:
    """Gives each number of 分别 its own subject, a number of 均 both, and an open head its end."""
    for number, draft in enumerate(drafts):
        if draft.left.all_same and not draft.left.each and not draft.from_head:
            draft.subject = join_listed(draft.subject)
        if draft.left.each:
            _share_each(drafts, number)
    for earlier, later in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        _share_head(earlier, later)


def _share_head(earlier: Draft, later: Draft) -> None:
    """完成1个区级、3个街道和60个农村社区服务中心: the last head closes the earlier ones."""
    half = earlier.subject
    heads = earlier.from_head and later.from_head and later.phrase.joined
    if heads and _HALF.search(half) and len(half) <= _LONGEST_HALF:
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
    tail = next((draft.phrase.tail for draft in reversed(group) if draft.phrase.tail), None)
    for draft, subject in zip(group, share_out(first.subject, len(group)), strict=True):
        draft.subject, draft.kind = subject, first.kind
        draft.left.comparator = draft.left.comparator or first.left.comparator
        draft.phrase.tail = draft.phrase.tail or tail


def _share_earlier(earlier: list[Draft], group: list[Draft]) -> None:
    """A达到x,B达到y,分别增长u和v: the subjects are those of the numbers before."""
    subjects = list(dict.fromkeys(draft.subject for draft in earlier if draft.reason is None))
    if len(group) == 1:
        group[0].subject = ";".join(subjects[-2:])
        return
    for draft, subject in zip(group, subjects[-len(group) :], strict=False):
        draft.subject, draft.kind = subject, group[0].kind
