"""Which records are pointed out as perhaps one, and are none overlooked for being compared with few?"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.kernel.registry.likeness import Likenesses, Reason, Traits, place_of

CODE, NAME, SOUND, SPELLING, PLACE = Reason


def found(*records):
    return {(pair.one, pair.other): pair.reasons for pair in Likenesses(records).pairs()}


def traits(key, name, place="", code=""):
    return Traits(key, (name,), (place,) if place else (), {"uscc": code} if code else {})


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        # A number is lacking: the name speaks for itself.
        (("星野澄远机械",), ("星野澄远机械",), (NAME,)),
        (("星野澄远机械",), ("星野诚远机械",), (SOUND,)),
        (("星野澄远机械",), ("星野陈源机械",), (SOUND,)),
        (("星野澄远精密机械设备",), ("星野澄远精密机械制备",), (SPELLING,)),
        (("星野澄远机械",), ("星野澄拓机械",), None),
        (("星野澄远机械", "映星路12号"), ("星野澄拓机械", "映星路12号"), (SPELLING, PLACE)),
        (("星野澄远机械", "映星路12号"), ("望湖贸易", "映星路12号"), None),
        # One has a number, the other has none.
        (("星野澄远机械", "", "M1"), ("星野澄远机械",), (NAME,)),
        # The same body, registered elsewhere under another name.
        (("星野澄远机械", "", "M1"), ("望湖贸易", "", "M1"), (CODE,)),
        (("星野澄远机械", "", "M1"), ("星野澄远机械", "", "M1"), (CODE, NAME)),
        # Two numbers are two bodies, unless the name is the same and no place speaks against it.
        (("星野便利店", "映星路12号", "M1"), ("星野便利店", "望湖路1号", "M2"), None),
        (("星野便利店", "映星路12号", "M1"), ("星野便利店", "", "M2"), (NAME,)),
        (("星野澄远机械", "", "M1"), ("星野诚远机械", "", "M2"), (SOUND,)),
        (("星野澄远精密机械设备", "", "M1"), ("星野澄远精密机械制备", "", "M2"), None),
        (("星野便利店", "映星路12号", "M1"), ("星野便利店", "映星路12号", "M2"), (NAME, PLACE)),
        (("澄远机械", "映星路12号", "M1"), ("诚远机械", "映星路12号", "M2"), (SOUND, PLACE)),
        (("澄远机械", "映星路12号", "M1"), ("澄拓机械", "映星路12号", "M2"), None),
    ],
)
def test_what_speaks_for_one(one, other, why):
    pairs = found(traits(7, *one), traits(3, *other))
    assert pairs == ({} if why is None else {(3, 7): why})


def test_a_place_is_street_and_number():
    same = {
        "福建省福州市星野区映星路12号3栋501",
        "映星路12号",
        "星野经开区映星路 12 号（二楼）",
        "映星路１２号",
    }
    assert {place_of(address) for address in same} == {"映星路12号"}
    assert place_of("映星路12-3号") != place_of("映星路12号")
    assert place_of("星野大厦") == "星野大厦"
    assert place_of("") == ""


def test_each_pair_is_told_once_and_among_some_only_theirs():
    records = [traits(key, "星野澄远机械") for key in (5, 2, 9)]
    likenesses = Likenesses(records)
    assert sorted((p.one, p.other) for p in likenesses.pairs()) == [(2, 5), (2, 9), (5, 9)]
    assert sorted((p.one, p.other) for p in likenesses.pairs([2])) == [(2, 5), (2, 9)]
    assert sorted((p.one, p.other) for p in likenesses.pairs([2, 5])) == [(2, 5), (2, 9), (5, 9)]
    assert list(likenesses.pairs([404])) == []


def test_the_weightier_reason_scores_higher():
    code, same, sound, near = (
        next(Likenesses(pair).pairs()).score
        for pair in (
            (traits(1, "甲乙", "", "M"), traits(2, "丙丁", "", "M")),
            (traits(1, "澄远机械"), traits(2, "澄远机械")),
            (traits(1, "澄远机械"), traits(2, "诚远机械")),
            (traits(1, "澄远精密机械设备厂"), traits(2, "澄远精密机械制备厂")),
        )
    )
    assert 100 == code > same > sound > near > 0


LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_one_wrong_character_in_a_long_name_is_never_overlooked(data):
    names = data.draw(
        st.lists(st.text(LETTERS, min_size=10, max_size=16), min_size=2, max_size=12, unique=True)
    )
    at = data.draw(st.integers(0, len(names[0]) - 1))
    wrong = names[0][:at] + data.draw(st.sampled_from(LETTERS)) + names[0][at + 1 :]
    records = [traits(key, name) for key, name in enumerate([*names, wrong], 1)]
    assert (1, len(records)) in found(*records)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.text(LETTERS, min_size=2, max_size=8), max_size=12))
def test_whoever_is_like_another_is_so_the_other_way_round(names):
    records = [traits(key, name) for key, name in enumerate(names, 1)]
    likenesses = Likenesses(records)
    told = [(pair.one, pair.other) for each in records for pair in likenesses.like(each)]
    assert all(told.count(pair) == 2 for pair in told)
