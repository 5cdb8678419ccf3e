"""Other plans and reports: title, year, parts and lines are sane."""

from pathlib import Path

import pytest

from guatu.plan.reading import read

# name: title begins with, year, parts by tense, lines of the coming year
EXPECTED = {
    "city_2004_ordos": ("2004年鄂尔多斯", 2004, ["past", "coming"], 11),
    "city_2007_yuxi": ("2007年玉溪", 2007, ["past", "coming", "coming"], 8),
    "city_2009_fangchenggang": ("", 2009, ["past", "coming", "coming"], 1),
    "city_2010_tongchuan": ("2010年铜川", 2010, ["past", "coming"], 9),
    "city_2016_huangshan": ("", 2016, ["past", "long_term", "coming"], 2),
    "city_2019_hebi": ("", 2019, ["past", "coming"], 1),
    "city_2019_shaoguan": ("", 2019, ["past", "coming"], 2),
    "district_2012_hailar": ("政府工作报告", 2012, ["past", "coming"], 10),
    "district_2016_hailar": ("政府工作报告", 2016, ["past", "long_term", "coming"], 8),
    "nat_2013": ("2013年国务院", 2013, ["past", "coming", "coming"], 4),
    "prov_2025_jiangsu": ("2025年江苏省", 2025, ["past", "coming", "coming"], 10),
    "prov_2025_jilin": ("2025年吉林省", 2025, ["past", "coming", "coming"], 8),
    "prov_2026_shaanxi": ("陕西省2026年", 2026, ["past", "long_term", "coming"], 9),
    "prov_2026_xizang": ("2026年西藏", 2026, ["past", "long_term", "coming"], 8),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_outline(shared: Path, name: str):
    title, year, tenses, lines = EXPECTED[name]
    plan = read(shared / "corpus" / "dev" / f"{name}.txt")
    assert plan.title.startswith(title)
    assert plan.year == year
    assert [s.tense for s in plan.sections if s.type == "part"] == tenses
    assert sum(s.type == "line" and s.tense == "coming" for s in plan.sections) == lines
    past = [(s.start, s.end) for s in plan.sections if s.type == "part" and s.tense != "coming"]
    assert not [t for t in plan.tasks if any(start <= t.start < end for start, end in past)]
    assert all(plan.text[t.start : t.end] == t.text for t in plan.tasks if "\ue5e5" not in t.text)
