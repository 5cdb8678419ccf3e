"""Of which whole is a number 其中?"""

from __future__ import annotations

from decimal import Decimal

from guatu.plan.reading.quantities.drafts import Draft


class Wholes:
    """Finds the wholes; remembers the sentence before, because 其中 may open the next one."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self._earlier: list[Draft] = []
        self._sentence = -1

    def find(self, drafts: list[Draft], start: int, sentence: int) -> None:
        """Sets the parent of each draft that an 其中 governs; `start` is where the sentence begins."""
        before = self._earlier if sentence == self._sentence + 1 else []
        group: _Group | None = None
        place = start
        for draft in drafts:
            mention = draft.phrase.mention
            if "其中" in self._plain[place : mention.start]:
                whole = [one for one in before + drafts[: drafts.index(draft)] if _is_whole(one)]
                group = _Group(whole, draft, opening=not self._plain[start:place].strip(" ,"))
            if group is not None and draft.reason is None and not group.take(draft):
                group = None
            place = mention.end
        if drafts:
            self._earlier, self._sentence = list(drafts), sentence


def _is_whole(draft: Draft) -> bool:
    return draft.reason is None and draft.parent is None


class _Group:
    """The numbers that one 其中 governs."""

    def __init__(self, wholes: list[Draft], first: Draft, *, opening: bool) -> None:
        self._wholes = wholes
        self._first = first
        self._opening = opening
        self._taken: list[Draft] = []

    def take(self, draft: Draft) -> bool:
        """Gives the draft its whole when the group reaches it; False where the group ends."""
        if draft is not self._first and not self._reaches(draft):
            return False
        whole = self._whole_of(draft)
        if whole is not None:
            draft.parent = whole.span
        self._taken.append(draft)
        return True

    def _reaches(self, draft: Draft) -> bool:
        if self._opening:
            return True
        if self._first.phrase.depth > draft.phrase.depth:
            return False
        if draft.phrase.joined or draft.phrase.depth > 0:
            return True
        if draft.kind in ("growth", "reduction") and not draft.left.subject:
            return True
        return not draft.phrase.strong and self._still_fits(draft)

    def _still_fits(self, draft: Draft) -> bool:
        """True when the number counts like its neighbours, has no verb of its own and the sum fits."""
        whole, last = self._whole_of(draft), self._taken[-1]
        alike = draft.phrase.mention.unit.norm == last.phrase.mention.unit.norm and draft.kind == last.kind
        if whole is None or not alike or draft.left.own_verb or draft.kind in ("growth", "ratio"):
            return False
        total = sum((one.amount for one in [*self._taken, draft] if one.kind == draft.kind), start=Decimal(0))
        return total <= whole.amount

    def _whole_of(self, draft: Draft) -> Draft | None:
        """The last number that counts alike: of the same kind first; a rate has no whole but a rate."""
        norm = draft.phrase.mention.unit.norm
        alike = [whole for whole in self._wholes if whole.phrase.mention.unit.norm == norm]
        same = [whole for whole in alike if whole.kind == draft.kind]
        if not same and draft.kind in ("growth", "reduction"):
            return None
        found = same or alike
        return found[-1] if found else None
