"""Do zero, missing, not applicable and stale stay four things, from the store to a sheet?"""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest

from guatu.base import clock
from guatu.base.clock import ZONE_TIME
from guatu.kernel.measures import registry
from guatu.kernel.measures.exporting import as_csv, as_xlsx, series_table
from guatu.kernel.measures.models import StoredObservation
from guatu.kernel.measures.recomputing import form_touched
from guatu.kernel.sheets.grids import read_grids
from guatu.zone.statistics.actions import apply_import, preview_import

pytestmark = pytest.mark.django_db

CODE = "industrial_output_large"
ROWS = (
    "规模以上工业总产值,2019年1-2月,园区,0,亿元,,",
    "规模以上工业总产值,2019年1-3月,园区,缺报,亿元,,",
    "规模以上工业总产值,2019年1-4月,园区,不适用,亿元,,",
    "规模以上工业总产值,2019年1-5月,园区,12.50,亿元,,",
)


def test_four_things_stay_four_from_the_database_to_a_sheet():
    with clock.use(datetime(2019, 6, 12, tzinfo=ZONE_TIME)):
        content = ("指标,时期,层级,数值,单位,同比增速,同期数\n" + "\n".join(ROWS)).encode()
        told = preview_import(
            name="a.csv", content=content, publisher="统计局", published_on=date(2019, 6, 12), by=None
        )
        assert told.problems == [] or not [p for p in told.problems if p["severity"] == "error"]
        apply_import(told, by=None)
        form_touched()
        kept = StoredObservation.objects.filter(measure=CODE).order_by("period")
        assert [(row.amount, row.missing_reason) for row in kept] == [
            (Decimal(0), ""),
            (None, "not_reported"),
            (None, "not_applicable"),
            (Decimal("12.5"), ""),
        ]
        series = registry.observations(CODE, known_at=clock.now())
    measure = registry.get(CODE)
    states = ["value", "not_reported", "not_applicable"]
    fresh, old = (series_table(measure, series, day) for day in (date(2019, 6, 12), date(2019, 9, 1)))
    assert [row[4] for row in fresh] == [*states, "value"]
    assert [row[4] for row in old] == [*states, "stale"]
    from_csv = list(csv.DictReader(io.StringIO(as_csv(old).decode("utf-8-sig"))))
    assert [(row["amount"], row["state"]) for row in from_csv] == [
        ("0", "value"),
        ("", "not_reported"),
        ("", "not_applicable"),
        ("12.5", "stale"),
    ]
    (grid,) = read_grids(as_xlsx("series", old))
    cells = [[str(cell if cell is not None else "") for cell in row] for row in grid.rows]
    assert [(row[2], row[4]) for row in cells[1:]] == [(r["amount"], r["state"]) for r in from_csv]
