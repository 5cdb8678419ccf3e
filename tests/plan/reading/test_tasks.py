import pytest

from guatu.plan.reading import read
from guatu.plan.reading.deadlines import find_deadline
from guatu.plan.reading.tasks import is_checkable


def _tasks(sentence):
    return [
        t.text
        for t in read(f"（一）抓工作\n{sentence}\n（二）抓其他\n引进企业。\n").tasks
        if t.section == "L1"
    ]


@pytest.mark.parametrize(
    ("sentence", "tasks"),
    [
        ("加强招商选资，不断提升园区知名度和影响力。", ["加强招商选资"]),
        ("按照“六个最”要求，深化改革，着力激发市场活力。", ["深化改革"]),
        ("坚持问题导向，聚焦主责主业，优化机构设置。", ["优化机构设置"]),
        ("以产业为重点，引进龙头项目，带动配套产业快速发展。", ["引进龙头项目"]),
        ("通过股权融资、项目融资等方式，切实增强融资能力，出台配套政策。", ["出台配套政策"]),
        ("依托甲企业打造全区工业互联网平台。", ["依托甲企业打造全区工业互联网平台"]),
        (
            "确保河水质量总体可控，推动空气质量持续向好；推动甲研究院成立法人实体。",
            ["确保河水质量总体可控", "推动甲研究院成立法人实体"],
        ),
        (
            "一是编制规划，开展论证，落实用地；二是新开工项目10个。",
            ["编制规划", "开展论证", "落实用地", "新开工项目10个"],
        ),
        ("产业链是参与竞争的根本依托，以链主为牵引、以配套为支撑，编制项目清单。", ["编制项目清单"]),
        ("打造甲公园、乙公园等绿色精品。", ["打造甲公园、乙公园等绿色精品"]),
        ("市场主体总量突破10000家，加快构建创新发展新格局。", ["市场主体总量突破10000家"]),
    ],
)
def test_work_is_told_from_purpose_and_circumstance(sentence, tasks):
    assert _tasks(sentence) == tasks


@pytest.mark.parametrize(
    ("clause", "checkable"),
    [
        ("出台区块链产业规划", True),
        ("建成滨河公园", True),
        ("新增规模以上工业企业20家以上", True),
        ("推进甲项目建设", True),
        ("年内完成改制", True),
        ("加强部门联动", False),
        ("优化办事指南和审批流程", False),
        ("引进一批优质企业", False),
        ("引导企业加强研发", False),
        ("完善产业链条", False),
    ],
)
def test_checkable(clause, checkable):
    assert is_checkable(clause) is checkable


@pytest.mark.parametrize(
    ("clause", "deadline"),
    [
        ("6月底前启动甲学校建设", "6月底前"),
        ("推动甲学校2031年秋季开学", "2031年秋季"),
        ("力争年内开工", "年内"),
        ("确保一季度投产", "一季度"),
        ("完成年度任务", None),
        ("新增企业10家", None),
    ],
)
def test_deadlines(clause, deadline):
    assert find_deadline(clause) == deadline


def test_a_review_and_an_introduction_hold_no_tasks():
    text = (
        "一、2030年工作回顾\n建成甲公园，引进企业12家。\n二、2031年工作安排\n坚持稳中求进，引进企业20家。\n"
        "（一）抓项目\n建成乙公园。\n（二）抓产业\n引进丙公司。\n各位代表！让我们携手推进建设！\n"
    )
    assert [t.text for t in read(text).tasks] == ["建成乙公园", "引进丙公司"]


def test_ids_count_within_the_line():
    text = "（一）抓项目\n建成甲公园，出台规划。\n（二）抓产业\n引进丙公司。\n"
    assert [t.id for t in read(text).tasks] == ["L1-1", "L1-2", "L2-1"]
