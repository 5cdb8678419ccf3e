import json
from collections import defaultdict

from guatu.base.quantities import unit
from guatu.kernel.measures.names import dimension_of, normalise_name
from guatu.zone.statistics.catalogue import load_catalogue, measure_names


def test_every_measure_is_whole():
    measures = load_catalogue()
    assert len(measures) >= 120
    assert len({m.code for m in measures}) == len(measures)
    for measure in measures:
        assert measure.code.isascii(), measure.code
        assert measure.code.isidentifier(), measure.code
        assert unit(measure.display_unit).dimension == unit(measure.unit).dimension, measure.code
        assert measure.definition_zh.endswith("。"), measure.code
        assert measure.definition_en.endswith("."), measure.code
        assert any(tag in measure.source for tag in ("[S]", "[K]", "[P]", "[?]")), measure.code
        assert measure.stale_after_days in (45, 60, 135, 430), measure.code
        if measure.kind in ("count", "zero_tolerance"):
            assert dimension_of(measure.unit) in ("count", "person", "time:day"), measure.code
        if measure.kind == "zero_tolerance":
            assert measure.better == "less", measure.code


def test_a_part_names_its_whole_in_one_dimension():
    measures = {m.code: m for m in load_catalogue()}
    parts = [m for m in measures.values() if m.part_of]
    assert len(parts) >= 15
    for part in parts:
        whole = measures[part.part_of]
        assert (dimension_of(part.unit), part.kind) == (dimension_of(whole.unit), whole.kind), part.code


def test_a_name_means_one_measure_in_one_unit():
    owners = defaultdict(set)
    for measure in load_catalogue():
        for name in measure.names:
            owners[normalise_name(name), dimension_of(measure.unit)].add(measure.code)
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}


def test_every_name_finds_its_own_measure():
    names = measure_names()
    for measure in load_catalogue():
        for name in measure.names:
            assert [b.measure.code for b in names.find(name, measure.unit)] == [measure.code], name


def test_all_targets_of_the_seed_are_bound(shared):
    lines = (shared / "gold" / "seed.jsonl").read_text(encoding="utf-8").splitlines()
    targets = [r for r in map(json.loads, lines) if r["polarity"] == "target"]
    assert len(targets) == 47
    bound = {}
    for target in targets:
        bindings = measure_names().find(target["subject"], target["unit_norm"], target["kind"])
        assert [b.confidence for b in bindings] == [1.0], target["subject"]
        bound[target["subject"]] = bindings[0].measure.code
    assert len(set(bound.values())) == 47
    assert bound["规模工业总产值"] == "industrial_output_large"
    assert bound["外贸进出口总额"] == "trade_total"
    assert bound["失泄密事件"] == "secrecy_breaches"


def test_common_targets_of_government_work_reports_are_bound():
    for name, written_unit, kind, code in (
        ("一般公共预算收入", "percent", "growth", "fiscal_revenue_local"),
        ("公共财政预算收入", "CNY", "level", "fiscal_revenue_local"),
        ("社会消费品零售总额", "percent", "growth", "retail_sales"),
        ("城乡居民人均可支配收入", "percent", "growth", "resident_income"),
        ("城镇新增就业", "person", "increment", "urban_jobs_new"),
        ("城镇登记失业率", "percent", "ratio", "registered_unemployment"),
        ("居民消费价格", "percent", "growth", "cpi_growth"),
        ("PM2.5平均浓度", "ug/m3", "level", "pm25"),
        ("单位GDP能耗", "percent", "reduction", "energy_per_gdp_reduction"),
        ("常住人口城镇化率", "percentage_point", "increment", "urbanisation_rate"),
        ("实际使用外资", "USD", "level", "foreign_capital_paid_in"),
        ("规上工业增加值", "percent", "growth", "industrial_value_added_large"),
    ):
        assert measure_names().find(name, written_unit, kind)[0].measure.code == code, name
