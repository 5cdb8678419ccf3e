"""What do the figures say together, and against what is known?

The relations are those that statistics offices check by (审核关系): a part not above its whole, cumulative
values that do not fall, jumps of a power of ten (万元 for 亿元), a value that was said differently before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.zone.statistics.rules.terms import Field, Figure, Key, Problem, Severity
from guatu.zone.statistics.series import ADDITIVE, series_period


def drop_repeats(figures: Sequence[Figure], problems: list[Problem]) -> list[Figure]:
    """The figures without second rows on the same matter; a second row that says otherwise is an error."""
    first: dict[Key, Figure] = {}
    for figure in figures:
        before = first.setdefault(figure.key, figure)
        if before is not figure:
            same = figure.adds_nothing_to(before)
            if same:
                problems.append(_about(figure, "measure", "repeated_row", "note", row=str(before.row)))
            else:
                problems.append(_about(figure, "measure", "contradiction", "error", row=str(before.row)))
    return list(first.values())


def _about(figure: Figure, column: Field, code: str, severity: Severity, **params: str) -> Problem:
    written = figure.value.display() if column == "amount" else figure.measure.name_zh
    return Problem(figure.sheet, figure.row, column, written, code, severity, params)


def check_relations(
    figure: Figure, series: Mapping[Key, Figure], known: Mapping[Key, Figure]
) -> list[Problem]:
    """What is to be said of a figure beside the others of its series, and beside what is known already."""
    found: list[Problem] = []
    before = known.get(figure.key)
    if before is not None and not figure.adds_nothing_to(before):
        code = "restates" if figure.published_on >= before.published_on else "older_publication"
        found.append(_about(figure, "amount", code, "note", before=before.value.display()))
    value = figure.value
    if not isinstance(value, Quantity):
        return found
    part_of = figure.measure.part_of
    whole = _other(series, figure, measure=part_of) if part_of else None
    if whole is not None and value > whole:
        found.append(_about(figure, "amount", "part_above_whole", "error", whole=whole.display()))
    previous = _previous_point(series, figure)
    if previous is not None and figure.measure.kind in ADDITIVE and value < previous:
        found.append(_about(figure, "amount", "cumulative_falls", "note", before=previous.display()))
    last_year = _other(series, figure, period=figure.period.previous_year())
    if any(_is_power_of_ten_apart(value, other) for other in (previous, last_year) if other is not None):
        found.append(_about(figure, "amount", "jump", "note"))
    return found


def _other(
    series: Mapping[Key, Figure], figure: Figure, measure: str = "", period: Period | None = None
) -> Quantity | None:
    """The amount of another measure in the same period, or of the same measure in another period."""
    _, period_code, level = figure.key
    if period is not None:
        period_code = series_period(figure.measure, period).code
    other = series.get((measure or figure.measure.code, period_code, level))
    return other.value if other is not None and isinstance(other.value, Quantity) else None


def _previous_point(series: Mapping[Key, Figure], figure: Figure) -> Quantity | None:
    """The nearest earlier cumulative value of the year."""
    if figure.period.cumulative is None:
        return None
    earlier = (Period.to_month(figure.period.year, m) for m in range(figure.period.last_month - 1, 1, -1))
    values = (_other(series, figure, period=period) for period in earlier)
    return next((value for value in values if value is not None), None)


def _is_power_of_ten_apart(one: Quantity, other: Quantity) -> bool:
    """True when one is about 10, 100, 1000 or 10,000 times the other (8 to 12 times that power)."""
    if one.base <= 0 or other.base <= 0:
        return False
    ratio = max(one.base, other.base) / min(one.base, other.base)
    return any(Decimal("0.8") <= ratio / 10**power <= Decimal("1.2") for power in (1, 2, 3, 4))
