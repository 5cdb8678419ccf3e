import pytest
from saying import all_of, reasons, targets

from guatu.plan.reading.quantities import reasons as why


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("落实“22条”政策", why.NAME),
        ("推进“3230”工程", why.NAME),
        ("瞄准世界500强企业", why.NAME),
        ("推进5G网络建设", why.NAME),
        ("建成3A级景区", why.NAME),
        ("改造109国道", why.NAME),
        ("构建“1+3”功能区", why.NAME),
        ("指标进入全省第3位", why.ORDINAL),
        ("开工投资1000万元以上工业项目", why.THRESHOLD),
        ("为65岁以上老人免费体检", why.THRESHOLD),
        ("推进20户以上自然村通宽带", why.THRESHOLD),
        ("加快水厂9万吨改扩建项目建设", why.ATTRIBUTE),
        ("建设110千伏变电站", why.ATTRIBUTE),
        ("总投资11亿元的物流园项目", why.ATTRIBUTE),
        ("启动总投资20亿元的重大项目建设", why.ATTRIBUTE),
        ("推动143平方公里扩区方案落地", why.ATTRIBUTE),
        ("23万平方米的建材城完工", why.ATTRIBUTE),
        ("推进电厂2×35万千瓦机组建设", why.ATTRIBUTE),
        ("做强电子信息、精深加工2个出口基地", why.SUMMARY),
        ("重点抓好8个方面工作", why.STRUCTURE),
        ("庆祝建市20周年", why.DURATION),
        ("用2-3年时间完成", why.DURATION),
        ("以12个产业规划为指导", why.BACKGROUND),
        ("用好18亿元引导基金", why.BACKGROUND),
        ("目前全区现有企业300家", why.BACKGROUND),
        ("汇聚850万人民的力量", why.BACKGROUND),
        ("有6%左右的增速就能充分就业", why.BACKGROUND),
    ],
)
def test_reason(text: str, reason: str) -> None:
    assert reason in reasons(text)
    assert targets(text) == []


def test_a_threshold_leaves_the_count_beside_it() -> None:
    text = "引进投资过5000万元产业项目30个以上,其中投资过50亿元重大项目2个、10-50亿元项目5个。"
    assert [one.text for one in targets(text)] == ["30个", "2个", "5个"]
    assert reasons(text).count(why.THRESHOLD) == 3


def test_the_figure_that_a_change_starts_from() -> None:
    first, second = all_of("补助标准由每人每年240元提高到280元")
    assert (first.reason, second.polarity) == (why.BASELINE, "target")
    assert first.subject == second.subject == "补助标准"


def test_works_are_promised_where_facilities_are_described() -> None:
    assert [one.text for one in targets("完成87公里国省道改造")] == ["87公里"]
    assert [one.text for one in targets("年内完成2万平方米仓储库、400亩大棚建设任务")] == [
        "2万平方米",
        "400亩",
    ]
    assert targets("加快7万平方米主力店开业") == []


def test_a_repeated_target_counts_once() -> None:
    text = "国内生产总值增长7.5%左右。今年经济增长预期目标定为7.5%左右。"
    assert reasons(text) == [None, why.REPEAT]


def test_a_sentence_about_last_year_is_an_achievement() -> None:
    text = "去年居民消费价格涨幅回落到2.6%。今年涨幅控制在3%以内。"
    assert [one.polarity for one in all_of(text)] == ["achievement", "target"]
