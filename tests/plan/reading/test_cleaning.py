import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.plan.reading import read
from guatu.plan.reading.cleaning import clean
from tests.plan.reading.making import PLAN

BODY = PLAN.split("\n", 1)[1] + "第四，" + "、".join(f"事项{i}甲乙丙丁" for i in range(60)) + "。\n"


def _dropped(text):
    return {(text[d.start : d.end], d.reason) for d in clean(text).dropped}


def test_a_second_copy_is_dropped_once():
    text = "某区2031年工作计划\n" + BODY + "\n\n" + BODY + "\n2031年2月1日\n"
    (repeat,) = (d for d in clean(text).dropped if d.reason == "repeat")
    assert text[repeat.start : repeat.end].strip() == BODY.strip()
    assert repeat.start > len(BODY)
    once = read("某区2031年工作计划\n" + BODY)
    assert [t.id for t in read(text).tasks] == [t.id for t in once.tasks]


def test_a_repeated_slogan_is_no_copy():
    text = "持续增强核心竞争力，" * 30 + "新增企业12家。"
    assert _dropped(text) == set()


def test_the_page_around_a_plan_is_dropped():
    text = (
        "某区-世界杯买球\n欢迎访问某区!\n官方微信 | | |\n"
        "某区2031年工作计划\n发布时间 : 2031-03-01\n来源:某区\n"
        + BODY
        + "\n扫一扫在手机打开当前页\n上一篇：某通知\n"
    )
    assert _dropped(text) == {
        ("某区-世界杯买球", "spam"),
        ("欢迎访问某区!", "page furniture"),
        ("官方微信 | | |", "page furniture"),
        ("发布时间 : 2031-03-01", "page furniture"),
        ("来源:某区", "page furniture"),
        ("扫一扫在手机打开当前页", "page furniture"),
        ("上一篇：某通知", "page furniture"),
    }
    assert read(text).title == "某区2031年工作计划"


def test_remains_of_markup_are_dropped_and_part_the_text():
    text = '"<divclass="t"><h2>2031年某市政府工作报告</h2></div><p>一、主要任务</p><p>新增企业12家。</p>"\n'
    plan = read(text)
    assert (plan.title, plan.year) == ("2031年某市政府工作报告", 2031)
    assert [s.title for s in plan.sections] == ["主要任务"]
    assert all(d.reason == "markup" for d in plan.dropped)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("推行“产业 基金”模式", 1),
        ("落实科技创新“1 4”政策", 1),
        ("政 府 工 作 报 告", 0),
        ("市长 刘某某", 0),
        ("推行“a b”", 0),
        ("实现" + "增长，" * 30 + "区块链 实体经济融合", 1),
    ],
)
def test_lost_plus_signs(text, told):
    assert [w.code for w in clean(text + "\n").warnings] == ["lost_plus"] * told


@given(st.text(alphabet="一二甲乙12 \n<p>/“”&nbsp;\ue5e5。，", max_size=300))
@settings(deadline=None)
def test_masking_keeps_the_length(text):
    cleaned = clean(text)
    assert len(cleaned.masked) == len(text)
    assert all(0 <= d.start < d.end <= len(text) for d in cleaned.dropped)
