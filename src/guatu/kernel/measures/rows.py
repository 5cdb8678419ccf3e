"""How does a trade declare a measure that counts or sums its own records?

    VISITS = Rows(MADE, known=made_visits, happened="made_on", recorded="made_recorded_at")
    SOURCE = RowsSource(VISITS)

One grouped statement answers for all periods at once: the records of each day, which are then added up to
months, years and stocks. The same declaration gives the records behind a value and the statement itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import connection, models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation, Stands
from guatu.kernel.measures.statements import with_parameters

YEARS = 3
"""How many years back are counted, this one included: what a target is compared with."""

DAY = timedelta(days=1)

Records: TypeAlias = QuerySet[models.Model]
Statement: TypeAlias = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Rows:
    """A measure over records of one table.

    `known` gives the records that were on record at a moment; `happened` is the column of the day that counts
    (none: before all days), `recorded` the one that says when it was recorded. A stock ends on the day in
    `ended`, known from `ended_recorded` on. `value` is summed; without it records are counted, each value of
    `once` once a year. `by` names the breakdowns and their columns. `from_first` tells nothing of the time
    before the first record, where zero would be a guess.
    """

    measure: Measure
    known: Callable[[datetime], Records]
    happened: str
    recorded: str
    ended: str = ""
    ended_recorded: str = ""
    value: str = ""
    once: str = ""
    by: Mapping[str, str] = field(default_factory=dict)
    from_first: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """What the records of one day add up to, and when the last of them was recorded."""

    day: date
    amount: Decimal
    recorded: datetime | None
    part: str = ""


class RowsSource:
    """The source of measures over records: what `registry.register` takes."""

    def __init__(self, *declared: Rows) -> None:
        self._declared = {each.measure.code: each for each in declared}

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that it answers for."""
        return tuple(each.measure for each in self._declared.values())

    def __call__(self, codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
        """The measures as the records said at that moment: of the months that were over."""
        periods = periods_over(clock.day_of(known_at))
        return {code: list(_observed(self._declared[code], periods, known_at)) for code in codes}

    def onward(
        self, codes: Collection[str], known_at: datetime, since: date, stands: Stands
    ) -> Mapping[str, Sequence[Observation]]:
        """The same for the periods that end on that day or later, counted on from the month before it."""
        periods = [period for period in periods_over(clock.day_of(known_at)) if period.end >= since]
        found = {}
        for code in codes:
            rows = self._declared[code]
            found[code] = list(_observed(rows, periods, known_at, _start(rows, since, stands)))
        return found

    def records(self, code: str, period: Period, known_at: datetime) -> Records:
        """The records behind a value: those of the period, or those that made up the stock at its end."""
        rows = self._declared[code]
        known = rows.known(known_at)
        if not rows.ended or rows.measure.kind != "stock":
            return known.filter(**{f"{rows.happened}__range": (period.start, period.end)})
        came = Q(**{rows.happened: None}) | Q(**{f"{rows.happened}__lte": period.end})
        went = Q(**{f"{rows.ended}__lte": period.end, f"{rows.ended_recorded}__lte": known_at})
        return known.filter(came).exclude(went & Q(**{f"{rows.ended}__isnull": False}))

    def sql(self, code: str, known_at: datetime) -> str:
        """The statement that computes the measure, with what it is asked for, for whoever wants to know."""
        statement, words = _statement(self._declared[code], known_at, "")
        return with_parameters(statement, words)


def periods_over(today: date) -> list[Period]:
    """The cumulative months of the last years that are over: from January up to each."""
    months = [
        Period.to_month(year, month)
        for year in range(today.year - YEARS + 1, today.year + 1)
        for month in range(2, 13)
    ]
    return [period for period in months if period.end < today]


@dataclass(frozen=True, slots=True)
class _Start:
    """From which day on records are counted, and what the year amounts to before it."""

    day: date
    amount: Decimal = Decimal(0)
    recorded: datetime | None = None


def _start(rows: Rows, since: date, stands: Stands) -> _Start | None:
    """Where counting can go on; None for a stock, which rests on all that was before."""
    if rows.measure.kind == "stock":
        return None
    if since.month > 2 and not rows.by:
        before = stands(rows.measure.code, Period.to_month(since.year, since.month - 1))
        if before is not None and isinstance(before.value, Quantity):
            amount = before.value.to(unit(rows.measure.unit)).amount
            return _Start(since.replace(day=1), amount, before.recorded_at)
    return _Start(date(since.year, 1, 1))


def _observed(
    rows: Rows, periods: Sequence[Period], known_at: datetime, start: _Start | None = None
) -> Iterable[Observation]:
    days = list(_days(rows, known_at, "", start))
    if rows.from_first:
        first = rows.known(known_at).aggregate(first=Min(rows.happened))["first"]
        periods = [period for period in periods if first and period.end >= first]
    elif not days and not rows.known(known_at).exists():
        return
    yield from _add_up(rows, periods, days, start=start)
    for name, column in rows.by.items():
        parts: dict[str, list[Day]] = {}
        for day in _days(rows, known_at, column, start):
            parts.setdefault(day.part, []).append(day)
        for part, its_days in sorted(parts.items()):
            yield from _add_up(rows, periods, its_days, f"{name}={part}", start)


def _add_up(
    rows: Rows, periods: Sequence[Period], days: Sequence[Day], part: str = "", start: _Start | None = None
) -> Iterable[Observation]:
    """What the days add up to in each period; one way through both, which are in order."""
    stock = rows.measure.kind == "stock"
    rest, taken = sorted(days, key=lambda day: day.day), 0
    amount, recorded, year = Decimal(0), None, 0
    for period in periods:
        if period.year != year:
            year = period.year
            if not stock:
                goes_on = start is not None and start.day.year == year
                amount, recorded = (start.amount, start.recorded) if goes_on and start else (Decimal(0), None)
                taken = bisect_left(rest, period.start, key=lambda day: day.day)
        while taken < len(rest) and rest[taken].day <= period.end:
            amount += rest[taken].amount
            recorded = max(filter(None, (recorded, rest[taken].recorded)), default=None)
            taken += 1
        yield observed(rows.measure, period, amount, recorded, part=part)


def observed(
    measure: Measure, period: Period, amount: Decimal, recorded: datetime | None, *, part: str = ""
) -> Observation:
    """The observation that so much was on record for a period; it is told from the day after its end.

    `recorded` is when the last of the records was recorded, None without one.
    """
    told_on = period.end + timedelta(days=1)
    begun = datetime(told_on.year, told_on.month, told_on.day, tzinfo=clock.ZONE_TIME)
    told_at = begun if recorded is None else max(recorded, begun)
    return Observation(
        measure_code=measure.code,
        period=period,
        value=Quantity(amount, unit(measure.unit)).to(unit(measure.display_unit)),
        growth=None,
        comparable_base=None,
        published_on=clock.day_of(told_at),
        recorded_at=told_at.astimezone(clock.ZONE_TIME),
        revision=1,
        evidence=(),
        part=part,
        rule_version=measure.rule_version,
    )


def _days(rows: Rows, known_at: datetime, column: str, start: _Start | None) -> Iterable[Day]:
    statement, words = _statement(rows, known_at, column, start)
    with connection.cursor() as cursor:
        cursor.execute(statement, words)
        for day, amount, recorded, *part in cursor.fetchall():
            yield Day(day or date.min, Decimal(amount), recorded, str(part[0]) if part else "")


def _statement(rows: Rows, known_at: datetime, column: str, start: _Start | None = None) -> Statement:
    """One statement for all days: the day, what its records add up to, and when the last was recorded."""
    known = rows.known(known_at)
    if rows.once:
        return _each_once(rows, known, column, start)
    if start is not None:
        known = known.filter(**{f"{rows.ended or rows.happened}__gte": start.day})
    if not rows.ended:
        came = known.exclude(**{rows.happened: None})
        return _compiled(_by_day(rows, came, rows.happened, rows.recorded, column))
    went = known.filter(**{f"{rows.ended}__isnull": False, f"{rows.ended_recorded}__lte": known_at})
    ends = _by_day(rows, went, rows.ended, rows.ended_recorded, column)
    if rows.measure.kind != "stock":
        return _compiled(ends)
    begun, words = _compiled(_by_day(rows, known, rows.happened, rows.recorded, column))
    ended, more = _compiled(ends)
    part = ", part" if column else ""
    shared = f"SELECT day, {{sign}}amount AS amount, recorded{part} FROM (\n{{inner}}\n) x"  # noqa: S608
    both = [shared.format(sign=sign, inner=inner) for sign, inner in (("", begun), ("-", ended))]
    return "\nUNION ALL\n".join(both), (*words, *more)


def _by_day(rows: Rows, records: Records, happened: str, recorded: str, column: str) -> Records:
    part = {"part": F(column)} if column else {}
    amount = Sum(rows.value) if rows.value else Count("pk")
    grouped = records.order_by().annotate(day=F(happened), **part).values("day", *part)
    told: Records = grouped.annotate(amount=amount, recorded=Max(recorded))
    return told.values("day", "amount", "recorded", *part)  # type: ignore[return-value]  # rows of values


def _each_once(rows: Rows, known: Records, column: str, start: _Start | None) -> Statement:
    """Of each value of `once` the first day in each year, and when that was recorded.

    What comes later in the year does not change them, so counting can go on from what stands.
    """
    part = {"part": F(column)} if column else {}
    named = (
        (known.exclude(**{rows.happened: None}) if start is None else _not_before(rows, known, start.day))
        .annotate(one=F(rows.once), year=ExtractYear(rows.happened))
        .annotate(day=F(rows.happened), recorded=F(rows.recorded), **part)
    )
    one_a_year = named.order_by("one", "year", *part, "day", "recorded").distinct("one", "year", *part)
    firsts = one_a_year.values("day", "recorded", *part, "one", "year")
    inner, words = _compiled(firsts)
    grouped = "day, part" if column else "day"
    told = "day, count(*) AS amount, max(recorded) AS recorded" + (", part" if column else "")
    return f"SELECT {told} FROM (\n{inner}\n) x GROUP BY {grouped}", words  # noqa: S608 - names of ours


def _not_before(rows: Rows, known: Records, start: date) -> Records:
    """The records from that day on, without those whose `once` was there in the same year before it."""
    later = known.filter(**{f"{rows.happened}__gte": start})
    if (start.month, start.day) == (1, 1):
        return later
    earlier = known.filter(
        **{rows.once: OuterRef(rows.once), f"{rows.happened}__range": (date(start.year, 1, 1), start - DAY)}
    )
    in_a_later_year = Q(**{f"{rows.happened}__gte": date(start.year + 1, 1, 1)})
    return later.filter(in_a_later_year | ~Exists(earlier))


def _compiled(records: Records) -> Statement:
    statement, words = records.query.sql_with_params()
    return statement, tuple(words)
