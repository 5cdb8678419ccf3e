"""Are codes judged as the standard has them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.zone.enterprises.rules.uscc import (
    ALPHABET,
    Fault,
    check_character,
    find_fault,
    is_registration_number,
    organisation_check,
    organisation_fits,
    tidy_code,
)

firsts = st.tuples(
    st.sampled_from("159YAN2"),
    st.sampled_from(ALPHABET),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)


def test_the_vector_of_the_standard():
    assert check_character("91350100M000100Y4") == "3"
    assert find_fault("91350100M000100Y43") is None
    assert find_fault("91350100M000100Y4Z") is Fault.CHARACTER
    assert organisation_check("M000100Y") == "4"
    assert organisation_fits("91350100M000100Y43")


def test_a_remainder_of_31_is_written_as_nought():
    code = next(
        first + check_character(first)
        for number in range(31 * 31)
        if check_character(first := f"91999999D00000{ALPHABET[number // 31]}0{ALPHABET[number % 31]}") == "0"
    )
    assert find_fault(code) is None


@given(firsts)
def test_a_code_with_its_check_character_is_right(first):
    assert find_fault(first + check_character(first)) is None


@given(firsts, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(first, place, wrong):
    code = first + check_character(first)
    changed = code[:place] + wrong + code[place + 1 :]
    assert (find_fault(changed) is None) == (changed == code)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("9135010", Fault.LENGTH),
        ("91350100M000100YO3", Fault.CHARACTER),
        ("9135O100M000100Y43", Fault.CHARACTER),
        ("Q1350100M000100Y43", Fault.AUTHORITY),
        ("91350100M000100Y44", Fault.CHECK),
    ],
)
def test_what_is_wrong_is_named(code, fault):
    assert find_fault(code) is fault


def test_letters_in_the_first_two_positions_since_2020():
    first = "A1350100M000100Y4"
    assert find_fault(first + check_character(first)) is None


def test_codes_are_tidied_and_old_numbers_known():
    assert tidy_code(" ９１350100-m000100y43 ") == "91350100M000100Y43"
    assert is_registration_number("430100000012345")
    assert not is_registration_number("43010000001234X")
