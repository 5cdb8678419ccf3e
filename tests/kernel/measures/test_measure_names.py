import pytest

from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.names import MeasureNames, normalise_name


def measure(code: str, name: str, unit: str, kind: str = "flow", *synonyms: str) -> Measure:
    return Measure(code, name, code, synonyms, unit, unit, kind)


NAMES = MeasureNames(
    [
        measure("gdp", "地区生产总值", "CNY", "flow", "GDP"),
        measure("trade_usd", "进出口总额", "USD"),
        measure("trade_cny", "进出口总额", "CNY"),
        measure("rd", "研发投入强度", "percent", "ratio"),
        measure("energy", "单位产值能耗", "percent", "reduction"),
        measure("firms", "规模以上工业企业", "count:家", "count"),
        measure("pm25", "PM2.5浓度", "ug/m3", "ratio"),
    ]
)


def codes(name: str, unit: str, kind: str = "") -> list[str]:
    return [b.measure.code for b in NAMES.find(name, unit, kind)]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("规模工业总产值", "规上工业总产值"),
        ("全市GDP", "地区生产总值"),
        ("Ｒ＆Ｄ投入", "研发投入"),
        ("国家级专精特新“小巨人”企业", "国家级专精特新小巨人企业"),
        ("2019年全市进出口总额", "进出口总额"),
    ],
)
def test_two_ways_to_write_one_name(written, same):
    assert normalise_name(written) == normalise_name(same)


def test_the_unit_decides_between_two_of_one_name():
    assert codes("进出口总额", "USD", "level") == ["trade_usd"]
    assert codes("进出口总额", "CNY", "level") == ["trade_cny"]
    both = NAMES.find("进出口总额", "percent", "growth")
    assert {b.measure.code for b in both} == {"trade_usd", "trade_cny"}
    assert all(b.confidence < 1 for b in both)


def test_the_kind_of_target_must_fit():
    assert codes("地区生产总值", "percent", "growth") == ["gdp"]
    assert codes("地区生产总值增速", "percent", "growth") == ["gdp"]
    assert codes("地区生产总值", "percent", "ratio") == []
    assert codes("研发投入强度", "percent", "ratio") == ["rd"]
    assert codes("研发投入强度", "percentage_point", "increment") == ["rd"]
    assert codes("单位产值能耗", "percent", "reduction") == ["energy"]
    assert codes("PM2.5浓度", "percent", "reduction") == ["pm25"]
    assert codes("规上工业企业", "count:户", "increment") == ["firms"]
    assert codes("规上工业企业", "CNY") == []


def test_a_similar_name_is_proposed_with_less_confidence():
    (binding,) = NAMES.find("单位产值的能耗", "percent", "reduction")
    assert binding.measure.code == "energy"
    assert binding.confidence < 0.9
    assert codes("城市公厕", "count:座", "count") == []


def test_two_subjects_that_share_a_number():
    (binding,) = NAMES.find("不知何物;地区生产总值", "percent", "growth")
    assert (binding.measure.code, binding.confidence) == ("gdp", 0.8)


def test_an_unknown_unit_binds_nothing():
    assert codes("地区生产总值", "鎊", "level") == []


def test_what_may_have_been_meant():
    assert NAMES.nearest("单位产值能号")[0].code == "energy"
    assert NAMES.nearest("") == ()
