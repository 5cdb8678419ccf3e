"""Which day does a deadline in words mean?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.plan.deadlines import due_of


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("年底前", date(2019, 12, 31)),
        ("年内", date(2019, 12, 31)),
        ("6月底前", date(2019, 6, 30)),
        ("2月底", date(2019, 2, 28)),
        ("10月前", date(2019, 9, 30)),
        ("10月底前", date(2019, 10, 31)),
        ("9月1日前", date(2019, 9, 1)),
        ("3月中旬", date(2019, 3, 20)),
        ("上半年", date(2019, 6, 30)),
        ("三季度末", date(2019, 9, 30)),
        ("第一季度", date(2019, 3, 31)),
        ("2020年6月", date(2020, 6, 30)),
        ("国庆节前", date(2019, 9, 30)),
        ("2月30日", date(2019, 2, 28)),
        ("13月底", None),
        ("秋季", None),
        ("", None),
    ],
)
def test_words_of_plans(words, day):
    assert due_of(words, 2019) == day


def test_without_a_year_there_is_no_day():
    assert due_of("6月底", None) is None
    assert due_of("2020年6月底", None) == date(2020, 6, 30)


@given(st.text(alphabet="0123456789年月日底前上中下旬半季度一二三四第末", max_size=12))
def test_anything_gives_a_day_or_none(words):
    day = due_of(words, 2019)
    assert day is None or isinstance(day, date)
