import pytest

from guatu.plan.reading import read
from guatu.plan.reading.headings import find_headings, to_number
from guatu.plan.reading.sections import tense_of


def _outline(text):
    return [(s.type, s.label, s.title) for s in read(text).sections]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("③", 3), ("15", 15), ("１５", 15)],
)
def test_list_numbers(numeral, value):
    assert to_number(numeral) == value


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        (  # GB/T 9704: 一、（一）1.
            "一、主要任务\n（一）抓项目\n1.抓招商。开展活动。\n2.抓开工。推进建设。\n（二）抓产业\n3.抓链条。引进企业。\n",
            [
                ("part", "一、", "主要任务"),
                ("line", "（一）", "抓项目"),
                ("sub_heading", "1.", "抓招商"),
                ("sub_heading", "2.", "抓开工"),
                ("line", "（二）", "抓产业"),
                ("sub_heading", "3.", "抓链条"),
            ],
        ),
        (  # a single style makes lines
            "1、抓招商。开展活动。\n2、抓开工。推进建设。\n",
            [("line", "1、", "抓招商"), ("line", "2、", "抓开工")],
        ),
        (  # run in, without line breaks
            "（一）抓项目。推进建设，开工10个。（二）抓产业。引进企业。（三）抓环境。优化服务。",
            [("line", "（一）", "抓项目"), ("line", "（二）", "抓产业"), ("line", "（三）", "抓环境")],
        ),
        (  # 一是 as a heading with a body of its own
            "（一）抓项目\n一是做实前期。编制规划。二是加快建设。新开工项目。\n（二）抓产业\n引进企业。\n",
            [
                ("line", "（一）", "抓项目"),
                ("sub_heading", "一是", "做实前期"),
                ("sub_heading", "二是", "加快建设"),
                ("line", "（二）", "抓产业"),
            ],
        ),
        (  # 一是 as a clause of a sentence
            "1.抓项目。一是编制规划，开展论证，落实用地；二是新开工项目10个。\n2.抓产业。引进企业。\n",
            [("line", "1.", "抓项目"), ("line", "2.", "抓产业")],
        ),
        (  # unnumbered headings on lines of their own
            "某区政府工作报告\n2030年工作回顾\n一年来成绩很大，完成投资10亿元。\n2031年工作安排\n一、抓项目\n推进建设。\n二、抓产业\n引进企业。\n",
            [
                ("part", "", "2030年工作回顾"),
                ("part", "", "2031年工作安排"),
                ("line", "一、", "抓项目"),
                ("line", "二、", "抓产业"),
            ],
        ),
        (  # private-use characters of GBK where a bracket was
            "<p>一\ue5e5以项目为抓手，扩大投资。推进建设。</p><p>二\ue5e5以产业为主线，壮大集群。引进企业。</p>",
            [("line", "一", "以项目为抓手，扩大投资"), ("line", "二", "以产业为主线，壮大集群")],
        ),
        ("新建人行道23.1公里，投资1.5亿元。\n", []),
        ("落实（一）中的要求，推进建设。\n", []),
    ],
)
def test_outlines(text, outline):
    assert _outline(text) == outline


def test_sections_reach_to_the_next_of_their_level():
    text = "（一）甲\n1.乙。丙丁。\n（二）戊\n2.己。庚辛。\n"
    first, line, second, _ = read(text).sections
    assert text[first.start : first.end] == "（一）甲\n1.乙。丙丁。"
    assert text[line.start : line.end] == "1.乙。丙丁。"
    assert second.start == text.index("（二）")


@pytest.mark.parametrize(
    ("title", "tense"),
    [
        ("2030年工作回顾", "past"),
        ("过去一年工作回顾", "past"),
        ("2030年：铆足干劲抓落实", "past"),
        ("2031年工作安排", "coming"),
        ("今年经济社会发展的总体要求", "coming"),
        ("狠抓项目建设", "coming"),
        ("“十六五”经济社会发展的主要目标和任务", "long_term"),
        ("“十五五”时期工作回顾", "past"),
    ],
)
def test_tense(title, tense):
    assert tense_of(title, 2031) == tense


def test_single_clause_sentences_are_topics_unless_they_can_be_checked():
    text = (
        "（一）打好攻坚战\n坚决打好污染防治攻坚战。开展专项治理，建成污水厂。加强安全生产。落实责任。甲铁路建成通车。推进乙项目。\n"
        "（二）抓产业\n引进企业。\n"
    )
    topics = [(s.id, s.title, s.parent) for s in read(text).sections if s.type == "topic"]
    assert topics == [("L1.1", "坚决打好污染防治攻坚战", "L1"), ("L1.2", "加强安全生产", "L1")]


def test_a_number_out_of_sequence_is_no_heading():
    assert [h.label for h in find_headings("1.甲。乙。\n7.丙。丁。\n2.戊。己。\n", "")] == ["1.", "2."]
