from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from guatu.surfaces.wall.course import axis, draw_course

amounts = st.decimals(min_value=-100000, max_value=100000, places=3, allow_nan=False)


def series(*pairs: tuple[int, int]) -> dict[int, Decimal]:
    return {month: Decimal(amount) for month, amount in pairs}


def test_nothing_is_drawn_over_a_month_that_nobody_reported():
    this_year = series((2, 10), (3, 20), (5, 40), (6, 50))
    course = draw_course(this_year, {}, {}, Decimal(100), missing={4}, cumulative=True)
    assert course is not None
    assert len(course.this_year_lines) == 2
    assert [tick.label for tick in course.missing] == ["4"]


def test_quarterly_figures_are_one_line():
    course = draw_course(series((3, 10), (6, 20), (9, 30)), {}, {}, None, cumulative=True)
    assert course is not None
    assert len(course.this_year_lines) == 1


def test_names_beside_the_chart_keep_clear_of_each_other():
    last_year = series((6, 50), (12, 99))
    course = draw_course(series((6, 50)), last_year, {}, Decimal(100), cumulative=True)
    assert course is not None
    assert [label.line for label in course.labels] == ["target", "last_year"]
    first, second = (Decimal(label.place) for label in course.labels)
    assert second - first >= 8


def test_no_figures_no_chart():
    assert draw_course({}, {}, series((12, 100)), Decimal(100), cumulative=True) is None


def test_the_end_of_december_is_the_right_edge_and_zero_the_bottom():
    course = draw_course(series((2, 0), (12, 100)), {}, {}, Decimal(100), cumulative=True)
    assert course is not None
    assert (course.this_year[-1].x, course.this_year[-1].y) == ("100", "0")
    assert course.this_year[0].y == "100"


def test_each_month_says_what_is_known_at_its_end():
    course = draw_course(series((2, 10)), series((2, 8), (3, 12)), {}, None, cumulative=True)
    assert course is not None
    assert [(r.this_year, r.last_year, r.pace) for r in course.readings[:2]] == [
        ("10", "8", ""),
        ("", "12", ""),
    ]


@given(st.lists(amounts, min_size=1, max_size=20), st.booleans())
def test_the_axis_encloses_everything_in_few_round_steps(values, from_zero):
    ticks = axis(values, from_zero=from_zero)
    assert ticks[0] <= min(values)
    assert ticks[-1] >= max(values)
    assert 2 <= len(ticks) <= 8
