"""Which records may be one and the same, and why? Pure: from names, places and numbers to pairs.

Two that bear different numbers are two for the law, so they are pointed out only where the name is the
same and the place does not speak against it; where a number is lacking, a name nearly the same is enough.
Compared is only what shares something: a number, a street number, a name, its sound, or one of its rarest
pairs of characters. Of two names at most d edits apart, the 2d + 1 rarest pairs of the one meet those of
the other, since an edit touches two pairs (the count filter of Gravano et al., VLDB 2001); d is a quarter
of the characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Indel

from guatu.kernel.registry.spelling import plain_text, sounds

# How like two names must be (1 is equal), alone and where the place is the same.
NEARLY = 0.88
NEARLY_IN_ONE_PLACE = 0.75
# What so many share tells nothing of anybody.
_COMMON = 200
_Shared = Literal["code", "place", "name", "sound", "pair"]
_ADMINISTRATIVE = re.compile(
    r"^(?:中国)?(?:\w{2,7}?(?:省|自治区))?(?:\w{2,5}?市)?(?:\w{1,6}?(?:区|县|旗))?(?=\w)"
)
_STREET_NUMBER = re.compile(r"^.*?(?:路|街|道|巷|弄|里|村|园|区)\d+(?:[-之]\d+)?号")


class Reason(StrEnum):
    """Why two records may be one."""

    CODE = "code"  # the lasting part of a number is the same
    NAME = "name"  # the same name but for what tells none apart
    SOUND = "sound"  # the name is said the same, or as good as
    SPELLING = "spelling"  # nearly the same name
    PLACE = "place"  # the same street and number


_WEIGHTS = {Reason.CODE: 100, Reason.NAME: 90, Reason.SOUND: 80, Reason.SPELLING: 60, Reason.PLACE: 9}


@dataclass(frozen=True, slots=True)
class Traits:
    """What speaks for or against a record's being another one; without marks and width."""

    key: int
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two records that may be one, `one` with the smaller key; the weightiest reason first."""

    one: int
    other: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """How much speaks for it, at most 100."""
        return min(100, sum(_WEIGHTS[reason] for reason in self.reasons))


class Likenesses:
    """Records laid out so that those like a given one are found among few."""

    def __init__(self, records: Iterable[Traits]) -> None:
        self.records = {traits.key: traits for traits in records}
        names = [name for traits in self.records.values() for name in traits.names]
        self._how_common = Counter(pair for name in names for pair in _pairs_of(name))
        # What shares a text, apart by which numbers it has, and whether it is known where it is.
        self._blocks: dict[tuple[_Shared, str], dict[tuple[frozenset[str], bool], list[int]]] = {}
        for traits in self.records.values():
            kind = frozenset(traits.codes), bool(traits.places)
            for block in set(self._blocks_of(traits)):
                self._blocks.setdefault(block, {}).setdefault(kind, []).append(traits.key)

    def pairs(self, among: Iterable[int] | None = None) -> Iterator[Alike]:
        """Every pair, or those of which one is `among`; each once."""
        asked = self.records.keys() if among is None else set(among) & self.records.keys()
        for key in asked:
            for found in self.like(self.records[key]):
                partner = found.other if found.one == key else found.one
                if partner not in asked or key < partner:
                    yield found

    def like(self, traits: Traits) -> list[Alike]:
        """Those that may be this one, the likeliest first."""
        keys, to_spell = self._sharing(traits)
        spelled = self._spelled_alike(traits, to_spell)
        found = [
            Alike(min(key, traits.key), max(key, traits.key), reasons)
            for key in sorted(keys | spelled.keys())
            if key != traits.key
            if (reasons := _reasons(traits, self.records[key], spelled.get(key, 0.0)))
        ]
        return sorted(found, key=lambda alike: -alike.score)

    def _sharing(self, traits: Traits) -> tuple[set[int], set[int]]:
        """The keys of those with whom it shares a block, and those whose spelling is worth a look."""
        keys: set[int] = set()
        to_spell: set[int] = set()
        for shared, text in set(self._blocks_of(traits)):
            for (numbers, placed), block in self._blocks.get((shared, text), {}).items():
                told_apart = bool(numbers & traits.codes.keys())
                if shared in ("code", "place"):
                    keys.update(block)
                elif len(block) > _COMMON and (told_apart or shared == "pair"):
                    continue
                elif shared == "pair":
                    to_spell.update(() if told_apart else block)
                elif not (told_apart and placed and traits.places):
                    keys.update(block)
        return keys, to_spell | keys

    def _spelled_alike(self, traits: Traits, keys: Iterable[int]) -> dict[int, float]:
        """How like the likest name of each is, where it is like enough."""
        found: dict[int, float] = {}
        names = {(key, at): name for key in keys for at, name in enumerate(self.records[key].names)}
        for name in traits.names:
            hits = process.extract(
                name, names, scorer=Indel.normalized_similarity, score_cutoff=NEARLY_IN_ONE_PLACE, limit=None
            )
            for _name, likeness, (key, _at) in hits:
                found[key] = max(likeness, found.get(key, 0.0))
        return found

    def _blocks_of(self, traits: Traits) -> Iterator[tuple[_Shared, str]]:
        for field_name, code in traits.codes.items():
            yield "code", f"{field_name} {code}"
        for place in traits.places:
            yield "place", place
        for name in traits.names:
            yield "name", name
            yield "sound", sounds(name)
            for pair in self._rarest_pairs(name):
                yield "pair", pair

    def _rarest_pairs(self, name: str) -> Sequence[str]:
        edits = int(len(name) * (1 - NEARLY_IN_ONE_PLACE))
        return sorted(_pairs_of(name), key=lambda pair: (self._how_common[pair], pair))[: 2 * edits + 1]


def place_of(address: str) -> str:
    """Street and number of an address, without province, city and district; the whole where there is none."""
    plain = plain_text(address)
    short = _ADMINISTRATIVE.sub("", plain)
    street = _STREET_NUMBER.match(short)
    return street[0] if street else short


def _reasons(one: Traits, other: Traits, likeness: float) -> tuple[Reason, ...]:
    """Why the two may be one; nothing where that is not enough."""
    common = one.codes.keys() & other.codes.keys()
    same_code = any(one.codes[name] == other.codes[name] for name in common)
    in_one_place = bool(set(one.places) & set(other.places))
    in_two_places = bool(one.places and other.places) and not in_one_place
    near_enough = NEARLY if common or not in_one_place else NEARLY_IN_ONE_PLACE
    name = _by_name(one, other, likeness >= near_enough and not in_two_places)
    told_apart = bool(common) and not same_code
    if told_apart and (in_two_places or (name is Reason.SPELLING and not in_one_place)):
        return ()
    if not same_code and name is None:
        return ()
    return (
        *((Reason.CODE,) if same_code else ()),
        *((name,) if name else ()),
        *((Reason.PLACE,) if in_one_place else ()),
    )


def _by_name(one: Traits, other: Traits, is_near: bool) -> Reason | None:
    if set(one.names) & set(other.names):
        return Reason.NAME
    if {sounds(name) for name in one.names} & {sounds(name) for name in other.names}:
        return Reason.SOUND
    return Reason.SPELLING if is_near else None


def _pairs_of(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}
