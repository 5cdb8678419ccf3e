"""Is a trace code short, plain to read, and safe against a slip of the hand?"""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from guatu.plan.reports.codes import ALPHABET, check_character, number_code, parse_code, report_codes

letters = st.text(ALPHABET, min_size=4, max_size=4)


def test_the_same_seed_gives_the_same_codes_and_another_one_others():
    assert list(islice(report_codes("a"), 3)) == list(islice(report_codes("a"), 3))
    assert next(report_codes("a")) != next(report_codes("b"))
    assert len(set(islice(report_codes("a"), 50))) > 45


def test_nothing_is_taken_for_something_else():
    assert not set(ALPHABET) & set("01258BILOSUVZ")
    assert len(set(ALPHABET)) == 23


@given(letters, st.integers(1, 99_999))
def test_a_code_reads_back(four, serial):
    code = four + check_character(four)
    assert parse_code(number_code(code, serial)) == (code, serial)
    assert parse_code(f" {code.lower()}－{serial} ") == (code, serial)


@given(letters, st.integers(0, 4), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found(four, place, letter):
    code = four + check_character(four)
    wrong = code[:place] + letter + code[place + 1 :]
    assert (parse_code(f"{wrong}-1") is None) == (wrong != code)


@given(letters, st.integers(0, 3))
def test_two_letters_exchanged_are_found(four, place):
    code = four + check_character(four)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert wrong == code or parse_code(f"{wrong}-1") is None


def test_what_is_no_code():
    for text in ("", "M6K4", "M6K4T", "M6K4T-0", "M6K4T-01", "0OIL1-2", "M6K4T-1; DROP"):
        assert parse_code(text) is None
