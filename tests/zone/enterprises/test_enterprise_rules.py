"""Are industries and names read as they are meant, and is it said what is wrong with a record?"""

from datetime import date

import pytest

from guatu.zone.enterprises.checks import check_enterprise
from guatu.zone.enterprises.rules.industries import (
    divisions,
    industry_in_words,
    is_industry,
    sections,
    tidy_industry,
)
from guatu.zone.enterprises.rules.names import core_name

TODAY = date(2019, 6, 30)


def test_the_classification_is_whole():
    assert "".join(sections()) == "ABCDEFGHIJKLMNOPQRST"
    assert list(divisions()) == [f"{number:02}" for number in range(1, 98)]
    # Industry is B to D: 06 to 46.
    industrial = [number for number, found in divisions().items() if found.code[0] in "BCD"]
    assert (industrial[0], industrial[-1]) == ("06", "46")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("3511", "C3511"),
        ("c35", "C35"),
        ("C3511 专用设备制造业", "C3511"),
        ("C", "C"),
        ("C 制造业", "C"),
        ("A35", "A35"),
        ("机械", "机械"),
    ],
)
def test_industry_codes_are_tidied(written, kept):
    assert tidy_industry(written) == kept


def test_industries_are_known_and_read():
    assert is_industry("C3511")
    assert is_industry("C")
    assert not is_industry("A35")
    assert not is_industry("C99")
    assert not is_industry("机械")
    assert industry_in_words("C3511") == "C3511 专用设备制造业"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("星野澄远机械有限公司", "星野澄远机械（集团）股份有限公司"),
        ("星野澄远机械有限公司", "星野澄远机械有限责任公司"),
        ("星野Ａ贸易有限公司", "星野a贸易公司"),
    ],
)
def test_names_alike_but_for_their_form(one, other):
    assert core_name(one) == core_name(other)


def test_a_name_that_is_all_form_stays():
    assert core_name("有限公司") == "有限公司"


def problems(**values):
    return {(p.field, p.severity) for p in check_enterprise(values, TODAY)}


def test_what_is_wrong_with_a_record():
    assert problems(uscc="91350100M000100Y43") == set()
    assert problems(uscc="91350100M000100Y44") == {("uscc", "error")}
    assert problems(old_number="123") == {("old_number", "error")}
    assert problems(industry="Z99", customs_code="12") == {("industry", "error"), ("customs_code", "error")}
    assert problems(established_on=date(2019, 7, 1)) == {("established_on", "error")}
    assert problems(established_on=date(2019, 2, 1), closed_on=date(2019, 1, 1)) == {("closed_on", "error")}
    assert problems(status="cancelled") == {("closed_on", "note")}
    assert problems(status="in_business", closed_on=date(2019, 1, 1)) == {("status", "note")}
    assert problems(foreign_share=101) == {("foreign_share", "error")}


def test_every_problem_has_a_sentence():
    values = {
        "uscc": "9135O100M000100Y43",
        "old_number": "1",
        "industry": "?",
        "customs_code": "1",
        "closed_on": date(2030, 1, 1),
        "foreign_share": -1,
    }
    for problem in check_enterprise(values, TODAY):
        assert "%(" not in problem.sentence
