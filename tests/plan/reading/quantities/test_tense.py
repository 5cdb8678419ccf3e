import pytest
from saying import all_of

from guatu.plan.reading.quantities.normalising import normalise
from guatu.plan.reading.quantities.tense import Tenses, find_year

REPORT = (
    "2029年某市政府工作报告\n各位代表:\n现在,我代表市政府作报告。\n"
    "一、2028年工作回顾\n全年新建公园3个。\n{more}"
    "二、2029年工作安排\n新建公园4个。\n"
)


def test_review_and_plan() -> None:
    found = all_of(REPORT.format(more=""), year=None)
    assert [(one.text, one.polarity) for one in found] == [("3个", "achievement"), ("4个", "target")]


def test_the_goals_of_a_longer_period_are_no_targets_of_the_year() -> None:
    more = "“十六五”时期的主要目标\n力争到2033年新建公园90个。\n".replace("十六五", "十五五")
    found = all_of(REPORT.format(more=more), year=None)
    assert [one.polarity for one in found] == ["achievement", "non_target", "target"]


def test_a_plan_without_a_review_speaks_of_the_year() -> None:
    assert [one.polarity for one in all_of("新建公园3个。", year=None)] == ["target"]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2029年政府工作报告\n", 2029),
        ("政府工作报告\n——2029年2月1日在大会上\n", 2029),
        ("各位代表:\n2028年:抓落实\n完成。\n2029年:开新局\n", 2029),
        ("各位代表:\n新建公园。", None),
    ],
)
def test_year(text: str, year: int | None) -> None:
    assert find_year(normalise(text)) == year


def test_headings_inside_a_text_without_line_breaks() -> None:
    text = "一、2028年工作回顾。做了很多。二、2029年工作安排 新建公园4个。"
    assert Tenses(text, 2029).at(len(text) - 3) == "plan"


def test_a_line_of_the_review_about_key_work_does_not_end_the_review() -> None:
    found = all_of(REPORT.format(more="(二)重点工作取得新突破\n新建学校2所。\n"), year=None)
    assert [one.polarity for one in found] == ["achievement", "achievement", "target"]


def test_headings_set_off_by_spaces() -> None:
    text = "各位代表:  一、2028年工作回顾  新建公园3个。  二、2029年主要任务  新建公园4个。"
    assert [one.polarity for one in all_of(text, year=2029)] == ["achievement", "target"]


def test_a_project_begun_last_year_is_still_a_promise() -> None:
    assert [one.polarity for one in all_of("去年开工的20个项目年内全部竣工。")] == ["target"]
