import pytest

from guatu.base.errors import GuatuError
from guatu.kernel.measures.catalogue import read_catalogue

WHOLE = """
[measure.output]
name_zh = "总产值"
name_en = "Output"
synonyms = ["产值"]
unit = "CNY"
display_unit = "亿元"
kind = "flow"
"""


def test_a_table_is_a_measure(tmp_path):
    (tmp_path / "catalogue.toml").write_text(WHOLE, encoding="utf-8")
    (measure,) = read_catalogue(tmp_path / "catalogue.toml")
    assert (measure.code, measure.names) == ("output", ("总产值", "产值"))
    assert (measure.better, measure.stale_after_days, measure.headline) == ("more", 60, False)


@pytest.mark.parametrize(
    "wrong", [WHOLE + 'nmae = "x"\n', WHOLE.replace('"flow"', '"flux"'), WHOLE + 'better = "up"\n']
)
def test_a_misspelt_key_or_kind_is_refused(tmp_path, wrong):
    (tmp_path / "catalogue.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(GuatuError) as refused:
        read_catalogue(tmp_path / "catalogue.toml")
    assert refused.value.code == "bad_catalogue"
    assert "output" in str(refused.value)
