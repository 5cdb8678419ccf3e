"""Are names found by characters, pinyin and initials, in any width and case?"""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.registry.spelling import folded, plain_text, search_terms, search_text, sounds


def found(text: str, asked: str) -> bool:
    kept = search_text([text])
    return all(term in kept for term in search_terms(asked))


@pytest.mark.parametrize(
    "asked", ["澄远", "xycyjx", "chengyuan", "XINGYE", "澄远 有限", "cyjx", "ＣＹＪＸ", "有限 xingye"]
)
def test_a_name_is_found_by(asked):
    assert found("星野澄远机械有限公司", asked)


def test_latin_letters_and_digits_stay_as_they_are():
    assert found("星野3D打印Tech有限公司", "3d打印tech")
    assert found("星野3D打印Tech有限公司", "xingye3ddayintech")


def test_names_that_sound_alike():
    assert sounds("澄远") == sounds("承远") == sounds("陈元") == "cenyuan"
    assert sounds("知行") == sounds("资信")
    assert sounds("知行") != sounds("知向")
    assert plain_text("星野（澄远）　机械 Co.") == plain_text("星野(澄远)机械co")


def test_what_is_asked_has_an_end():
    assert len(search_terms("词 " * 500)) <= 8
    assert search_terms("  ") == []


@given(st.text(max_size=60))
def test_every_text_is_found_by_itself(text):
    assert folded(text) in search_text([text]) or not text


def test_the_dictionary_is_loaded_where_something_is_spelled_and_not_before():
    asked = (
        "import sys; from guatu.kernel.registry.spelling import search_text, plain_text; plain_text('重庆');"
        " before = 'pypinyin' in sys.modules; search_text(['重庆']); print(before, 'pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
