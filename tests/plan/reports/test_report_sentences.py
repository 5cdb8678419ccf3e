"""Does a report say of every kind of target what an official paper would?"""

import re
import tomllib
from pathlib import Path

import pytest
from reporting import facts_of, target_of

from guatu.plan.reports.blocks import Number
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages.words import target_paragraph
from guatu.plan.reports.sentences import words

CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))["case"]
UNIT = re.compile(r"^(?:亿元|亿美元|%|家|个|起|个百分点)$")


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_sentence(case):
    target = target_of(case)
    assert target.status.light.value == case["light"]
    paragraph = target_paragraph(target, Numbering(facts_of(target)))
    said = "".join(p.printed if isinstance(p, Number) else p for p in paragraph.pieces)
    assert said == case["says"]
    assert paragraph.lamp == case["light"]


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_every_number_has_its_unit_and_its_place(case):
    target = target_of(case)
    numbering = Numbering(facts_of(target))
    pieces = target_paragraph(target, numbering).pieces
    numbers = [piece for piece in pieces if isinstance(piece, Number)]
    assert all(UNIT.match(number.unit) for number in numbers)
    assert {number.serial for number in numbers} == {each.serial for each in numbering.listed}
    words_between = "".join(piece for piece in pieces if isinstance(piece, str))
    assert not re.search(r"\d(?![\d月日年—])", words_between), "a number in the words leads nowhere"


def test_words_are_set_as_official_papers_set_them():
    for group in ("target", "silent", "notes"):
        for said in words()[group].values():
            assert not re.search(r"[,;:!()]", said.replace("{", "").replace("}", "")), said
