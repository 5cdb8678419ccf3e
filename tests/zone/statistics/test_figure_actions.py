import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from figure_files import csv_file, xlsx_file

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.quantities import Missing, MissingReason, Quantity, unit
from guatu.kernel.measures import registry
from guatu.zone.statistics.actions import apply_import, preview_import, withdraw_import
from guatu.zone.statistics.exports import reject_file, template_file
from guatu.zone.statistics.imports import shown_problems
from guatu.zone.statistics.models import FigureImport, PublishedFigure, SourceDocument
from guatu.zone.statistics.sheets import read_rows

pytestmark = pytest.mark.django_db

OUTPUT = "industrial_output_large"
JULY = date(2019, 7, 20)


@pytest.fixture(autouse=True)
def _july():
    with clock.use(JULY):
        yield


def preview(
    content: bytes, published_on: date = date(2019, 7, 15), name: str = "figures.csv"
) -> FigureImport:
    return preview_import(
        name=name, content=content, publisher="统计局", published_on=published_on, by=None, demonstration=True
    )


def hand_in(*rows: list[object], published_on: date = date(2019, 7, 15)) -> FigureImport:
    return apply_import(preview(csv_file(rows), published_on), by=None)


def observed(code: str = OUTPUT, known_at=None) -> dict[str, registry.Observation]:
    found = registry.observations(code, known_at=known_at or clock.now())
    return {o.period.code: o for o in found}


def yi(amount: str) -> Quantity:
    return Quantity(Decimal(amount), unit("亿元"))


def test_a_file_becomes_figures_and_figures_a_series():
    done = hand_in(
        ["规模工业总产值", "2019年1-2月", "3,400,000", "万元", "9.8", "", "园区"],
        ["规上工业产值", "2019年1-6月", "１２１０．５", "亿元", "10.1", "1099.5", ""],
        ["地区生产总值", "2019年上半年", "—", "亿元", "8.2", "", "市"],
    )
    assert done.counts == {"rows": 3, "new": 3, "restated": 0, "unchanged": 0, "wrong": 0, "notes": 0}
    series = observed()
    assert list(series) == ["2019M01-02", "2019M01-06"]
    first, half = series.values()
    assert first.value == yi("340")
    assert first.value.unit == unit("亿元")
    assert (half.growth, half.comparable_base) == (Decimal("10.1"), yi("1099.5"))
    assert half.evidence[0].label == "figures.csv · 2019年1—6月"
    assert PublishedFigure.objects.get(pk=half.evidence[0].pk).unit == "亿元"
    assert observed("gdp") == {}, "the city's figure is not the zone's"
    assert PublishedFigure.objects.get(measure="gdp").missing_reason == "not_reported"


def test_zero_missing_and_not_applicable_are_three_things():
    hand_in(
        ["较大及以上安全生产事故", "2019年1-6月", 0, "起"],
        ["失泄密事件", "2019年1-6月", "缺报", "起"],
        ["财政总收入", "2019年1-6月", "不适用", "亿元"],
    )
    assert observed("major_accidents")["2019M01-06"].value == Quantity(Decimal(0), unit("起"))
    assert observed("secrecy_breaches")["2019M01-06"].value == Missing(MissingReason.NOT_REPORTED)
    assert observed("fiscal_revenue_total")["2019M01-06"].value == Missing(MissingReason.NOT_APPLICABLE)


def test_months_add_up_and_a_gap_is_not_guessed():
    hand_in(
        ["规模工业总产值", "2019年1-2月", 300, "亿元"],
        ["规模工业总产值", "2019年3月", 200, "亿元"],
        ["规模工业总产值", "2019年5月", 210, "亿元"],
        ["规模工业总产值", "2019年1-6月", 1200, "亿元"],
    )
    series = observed()
    assert list(series) == ["2019M01-02", "2019M01-03", "2019M01-05", "2019M01-06"]
    assert series["2019M01-03"].value == yi("500")
    assert len(series["2019M01-03"].evidence) == 2
    assert series["2019M01-03"].growth is None
    assert series["2019M01-05"].value == Missing(MissingReason.NOT_REPORTED)
    assert series["2019M01-06"].value == yi("1200")


def test_a_stock_is_a_state_at_the_end_of_its_period():
    hand_in(["市场主体总量", "2019年一季度", "0.95", "万家"], ["市场主体总量", "2019年6月末", 10050, "户"])
    series = observed("market_entities")
    assert list(series) == ["2019M01-03", "2019M01-06"]
    assert series["2019M01-03"].value == Quantity(Decimal(9500), unit("家"))


def test_a_correction_stands_beside_what_it_corrects():
    hand_in(["规模工业总产值", "2019年1-6月", 1200, "亿元", 10], published_on=date(2019, 7, 15))
    before = clock.now()
    with clock.use(JULY + timedelta(days=30)):
        done = hand_in(
            ["规模工业总产值", "2019年上半年", 1190, "亿元", "9.1"], published_on=date(2019, 8, 15)
        )
        assert done.counts["restated"] == 1
        now = observed()["2019M01-06"]
        assert (now.value, now.revision) == (yi("1190"), 2)
        assert now.restates is not None
        assert (now.restates.value, now.restates.growth) == (yi("1200"), Decimal(10))
        then = observed(known_at=before)["2019M01-06"]
        assert (then.value, then.restates) == (yi("1200"), None)


def test_an_older_publication_does_not_prevail():
    hand_in(["规模工业总产值", "2018年", 2500, "亿元"], published_on=date(2019, 4, 1))
    late = hand_in(["规模工业总产值", "2018年", 2480, "亿元"], published_on=date(2019, 1, 20))
    assert [p["code"] for p in late.problems] == ["older_publication"]
    year = observed()["2018M01-12"]
    assert (year.value, year.restates.value) == (yi("2500"), yi("2480"))
    in_february = observed(known_at=clock.end_of(date(2019, 2, 1)))
    assert in_february == {}, "recorded later than asked for"


def test_the_same_file_and_the_same_values_make_no_second_figure():
    content = csv_file([["规模工业总产值", "2019年1-6月", 1200, "亿元", 10]])
    first = preview(content)
    assert preview(content).pk == first.pk
    applied = apply_import(first, by=None)
    assert apply_import(first, by=None).applied_at == applied.applied_at
    with pytest.raises(Refused, match="2019-07-20") as refused:
        preview(content)
    assert refused.value.code == "imported_already"
    again = hand_in(["规上工业总产值", "2019年上半年", 12000000, "万元"])
    assert (again.counts["unchanged"], again.counts["new"]) == (1, 0)
    assert PublishedFigure.objects.count() == 1
    assert SourceDocument.objects.count() == 2


def test_a_withdrawn_import_no_longer_counts_but_is_remembered():
    first = hand_in(["规模工业总产值", "2019年1-6月", 1200, "亿元"])
    before = clock.now()
    with clock.use(JULY + timedelta(days=2)):
        withdraw_import(first, by=None)
        withdraw_import(first, by=None)
        assert observed() == {}
        assert observed(known_at=before)["2019M01-06"].value == yi("1200")
        with pytest.raises(Refused) as refused:
            apply_import(first, by=None)
        assert refused.value.code == "withdrawn"
        again = apply_import(preview(csv_file([["规模工业总产值", "2019年1-6月", 1200, "亿元"]])), by=None)
        assert again.pk != first.pk
        assert observed()["2019M01-06"].revision == 2


def test_all_problems_at_once_and_nothing_applied():
    wrong = preview(
        csv_file(
            [
                ["规模工业总产直", "2019年1-6月", 1200, "亿元"],
                ["财政总收入", "2019年1月", "187亿", "亿美元"],
                ["财政总收入", "2019年1-6月", 100, "亿元"],
                ["工商税收", "2019年1-6月", 101, "亿元"],
                ["规模工业总产值", "2019年1-6月", 1200, "亿元"],
            ]
        )
    )
    codes = [(p["row"], p["column"], p["code"]) for p in wrong.problems]
    assert codes == [
        (2, "measure", "unknown_measure"),
        (3, "period", "january_alone"),
        (3, "unit", "unit_mismatch"),
        (3, "amount", "not_a_number"),
        (5, "amount", "part_above_whole"),
    ]
    assert wrong.counts["wrong"] == 3
    sentences = [p.sentence for p in shown_problems(wrong)]
    assert "规模以上工业总产值" in sentences[0]
    with pytest.raises(Refused, match="3"):
        apply_import(wrong, by=None)
    assert not PublishedFigure.objects.exists()
    done = apply_import(wrong, by=None, skip_wrong=True)
    assert done.counts["new"] == 2
    assert PublishedFigure.objects.count() == 2


def test_the_reject_file_can_be_corrected_and_handed_in():
    content = csv_file(
        [
            ["规模工业总产值", "2019年1-6月", 1200, "亿元"],
            ["=HYPERLINK(1)", "2019年1-6月", "=cmd|'/c calc'!A1", "亿元", "-3.2"],
        ]
    )
    wrong = apply_import(preview(content), by=None, skip_wrong=True)
    rejected = reject_file(wrong)
    (row,) = read_rows(rejected)
    assert (row.get("measure"), row.get("amount"), row.get("growth")) == (
        "=HYPERLINK(1)",
        "=cmd|'/c calc'!A1",
        "-3.2",
    )
    assert b"<f>" not in _sheet_xml(rejected)
    assert b"'=cmd" in _sheet_xml(rejected)
    second = preview(rejected, name="reject.xlsx")
    assert {p["code"] for p in second.problems} == {"unknown_measure", "not_a_number"}


def _sheet_xml(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"".join(package.read(n) for n in package.namelist() if n.startswith("xl/w") or "shared" in n)


def test_the_template_has_the_columns_and_no_rows():
    with pytest.raises(Refused) as refused:
        read_rows(template_file())
    assert refused.value.code == "no_rows"


def test_a_figure_and_its_document_are_never_changed():
    hand_in(["规模工业总产值", "2019年1-6月", 1200, "亿元"])
    for attempt in (
        lambda: PublishedFigure.objects.update(amount=Decimal(1)),
        lambda: PublishedFigure.objects.all().delete(),
        lambda: SourceDocument.objects.update(publisher="另一家"),
        lambda: SourceDocument.objects.filter(pk=SourceDocument.objects.get().pk)._raw_delete("default"),
        lambda: connection.cursor().execute("DELETE FROM statistics_publishedfigure"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert PublishedFigure.objects.get().amount == 1200


def test_a_preview_can_be_described_again_until_figures_hold_it():
    content = csv_file([["规模工业总产值", "2019年1-6月", 1200, "亿元"]])
    preview(content, date(2019, 7, 1))
    again = preview(content, date(2019, 7, 15))
    assert again.document.published_on == date(2019, 7, 15)
    apply_import(again, by=None)
    withdraw_import(again, by=None)
    with pytest.raises(Refused) as refused:
        preview(content, date(2019, 7, 16))
    assert refused.value.code == "described_differently"


def test_what_is_refused_leaves_nothing_behind():
    with pytest.raises(Refused):
        preview(b"\xff\xfa\x00binary")
    with pytest.raises(Refused) as future:
        preview(csv_file([["规模工业总产值", "2019年1-6月", 1, "亿元"]]), JULY + timedelta(days=1))
    assert future.value.code == "published_in_future"
    assert not SourceDocument.objects.exists()


def test_an_xlsx_of_a_bureau_is_read():
    done = apply_import(
        preview(xlsx_file([["规模工业总产值", "2019年1-6月", 1210.1, "亿元", 10.1]])), by=None
    )
    assert done.counts["new"] == 1
    figure = PublishedFigure.objects.get()
    assert (figure.amount, figure.growth) == (Decimal("1210.1"), Decimal("10.1"))
    assert figure.recorded_at == done.applied_at
