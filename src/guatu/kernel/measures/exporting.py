"""How does a series leave as a table, such that zero, missing, not applicable and stale stay four things?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from guatu.base.quantities import Missing, Quantity
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.sheets.writing import Cell, csv_file, workbook

HEADERS = ("measure", "period", "amount", "unit", "state", "growth_percent", "published_on", "restated_to")


def series_table(measure: Measure, series: Sequence[Observation], today: date) -> list[list[Cell]]:
    """One row a period: the amount (empty without one), and a state that says which of the four it is.

    States: value, stale (the newest, and older than the measure allows), and why there is no amount:
    not_reported, not_applicable, not_yet_due. Zero is an amount.
    """
    newest = max((told.period for told in series), default=None)
    late = today - timedelta(days=measure.stale_after_days)
    return [_row(told, stale=told.period == newest and told.period.end < late) for told in series]


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as csv with their headers; an empty cell is no number."""
    return csv_file(HEADERS, rows)


def as_xlsx(title: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """The same as a workbook."""
    return workbook(title, HEADERS, rows)


def _row(told: Observation, *, stale: bool) -> list[Cell]:
    value = told.value
    later = told.restated.value if told.restated is not None else None
    return [
        told.measure_code,
        told.period.code,
        None if isinstance(value, Missing) else value.amount,
        "" if isinstance(value, Missing) else value.unit.name_zh,
        value.reason.value if isinstance(value, Missing) else "stale" if stale else "value",
        told.growth,
        told.published_on,
        later.amount if isinstance(later, Quantity) else None,
    ]
