from dataclasses import replace

import pytest
from example_year import make_year

from guatu.plan.tracking.lights import Light
from guatu.surfaces.wall.board import compose, turned_on
from guatu.surfaces.wall.facts import SectionFacts
from guatu.surfaces.wall.lines import line_above, short_number


@pytest.fixture(scope="module")
def board():
    return compose(make_year())


def test_targets_outside_the_lines_of_work_are_the_headlines(board):
    assert [tile.name for tile in board.headlines][:3] == [
        "技工贸总收入",
        "规模工业总产值",
        "现代服务业及其他收入",
    ]
    assert len(board.headlines) == 13
    assert (board.columns, board.free_cells) == (5, 2)


@pytest.mark.parametrize(
    ("count", "columns"), [(1, 1), (4, 4), (5, 5), (6, 3), (10, 5), (11, 4), (13, 5), (15, 5)]
)
def test_headlines_hang_in_one_to_three_rows(board, count, columns):
    tiles = (board.headlines * 2)[:count]
    assert replace(board, headlines=tiles).columns == columns


def test_a_plan_that_sets_no_figure_before_its_lines_shows_its_first_targets():
    facts = make_year()
    inside = tuple(replace(target, section=11) for target in facts.targets)
    board = compose(replace(facts, targets=inside))
    assert board.headlines[0].name == facts.targets[0].name
    assert len(board.headlines) == 15


def test_no_number_is_a_word_and_never_a_zero(board):
    tiles = {tile.name: tile for tile in board.headlines}
    unfed = tiles["单位工业总产值能耗下降"]
    assert unfed.value is None
    assert unfed.instead
    assert "0" not in unfed.instead
    assert (unfed.progress, unfed.forecast, unfed.light) == ("", "", "stale")


def test_a_block_has_at_most_seven_numbers(board):
    for tile in board.headlines:
        numbers = [tile.value, tile.target, tile.progress, tile.forecast, *tile.period.split("—")]
        assert sum(bool(item) for item in numbers) <= 7


def test_a_rate_is_not_told_as_a_share_of_work_done(board):
    tiles = {tile.name: tile for tile in board.headlines}
    assert "%" in tiles["技工贸总收入"].progress
    assert "0.6" in tiles["主要经济指标增速"].progress
    assert "%" not in tiles["主要经济指标增速"].progress


def test_each_line_of_work_has_a_row_in_the_plans_order(board):
    assert [line.number for line in board.lines] == [str(number) for number in range(1, 16)]
    assert sum(len(line.tasks) for line in board.lines) == 273
    for line in board.lines:
        assert line.rings + line.more == len(line.tasks)
        assert 26 * len(line.lamps) + 18 * line.rings <= 540


def test_what_got_worse_comes_before_what_got_better(board):
    order = [Light(turn.after).urgency > Light(turn.before).urgency for turn in board.turns]
    assert order == sorted(order)
    assert all(turn.before != turn.after for turn in board.turns)


def test_a_light_goes_grey_on_the_day_after_the_figure_was_due():
    stale = next(
        t.status for t in make_year().targets if t.status.light is Light.STALE and t.status.stale_since
    )
    assert stale.stale_since is not None
    assert (turned_on(stale) - stale.stale_since).days == 1


def test_the_year_is_said_once(board):
    assert all("2019" not in turn.reason for turn in board.turns)
    assert all("2019" not in tile.period for tile in board.headlines)


def test_a_sum_that_breaks_comes_first_with_its_difference(board):
    assert [row.holds for row in board.sums] == [False, True]
    assert board.sums[0].difference == "+1"
    assert board.sums[1].part_values == ("1,066.2", "518.4")


def test_lights_are_counted_once_for_every_target(board):
    assert sum(item.count for item in board.counts) == len(make_year().targets)


def test_a_section_finds_its_line_through_its_parents():
    sections = {
        1: SectionFacts(1, "part", "一", "", None),
        2: SectionFacts(2, "line", "1.", "", 1),
        3: SectionFacts(3, "topic", "", "", 2),
    }
    assert line_above(3, sections) == 2
    assert line_above(1, sections) is None
    assert line_above(None, sections) is None


@pytest.mark.parametrize(("label", "number"), [("12.", "12"), ("（三）", "三"), ("第5章", "5"), ("", "")])
def test_a_label_is_shown_as_its_number(label, number):
    assert short_number(label) == number
