"""How do programs read numbers, as at any past day, with the records that they come from?

A number that is missing has `amount` null and says why; that is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, Value
from guatu.kernel.access.rights import require
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.traces import RecordList, RecordRef
from guatu.kernel.measures.tracing import Move, Trace, compare, trace
from guatu.surfaces.api.errors import Trouble

RIGHT = "figures.view"
MOST = 1000
TAGS = ["measures"]
_TROUBLES = dict.fromkeys((400, 401, 403, 404, 422), Trouble)
Code = Annotated[str, Path(max_length=80, description="The code of a measure.")]
PeriodCode = Annotated[str, Path(max_length=20, description="2019M01-06, 2019Q1, 2019 …")]
AsAt = Annotated[date | None, Query(description="As it was known at the end of that day; today without.")]
From = Annotated[int, Query(ge=0, description="From which record on, counted from 0.")]


class MeasureOut(Schema):
    """What is counted."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    unit: str
    definition_zh: str
    definition_en: str
    rule_version: str


class NumberOut(Schema):
    """A number of a measure. `amount` null is no number: `missing` says why."""

    period: str
    first_day: date
    last_day: date
    amount: Decimal | None
    unit: str | None
    missing: Literal["not_reported", "not_applicable", "not_yet_due"] | None
    growth_percent: Decimal | None = Field(description="On the comparable base, as published.")
    published_on: date
    recorded_at: datetime
    revision: int
    restated: bool = Field(description="Whether something else was said before.")
    rule_version: str


class NumbersOut(Schema):
    """The numbers of a measure, the newest period last."""

    measure: MeasureOut
    as_at: date
    numbers: list[NumberOut]


class RecordOut(Schema):
    """A record behind a number. `amount` null: the record itself says that there is none."""

    model: str | None
    id: int | None
    label: str
    amount: Decimal | None
    day: date | None
    recorded_at: datetime | None
    source: str | None


class ListOut(Schema):
    """Records that sum to the number, or to one side of it."""

    side: Literal["sum", "numerator", "denominator"]
    kind: str
    unit: str
    count: int
    total: Decimal | None
    records: list[RecordOut]
    next: int | None = Field(description="Send it as `first`; null at the end.")


class TraceOut(Schema):
    """A number with all that it comes from. `number` null: nothing was known of the period then."""

    measure: MeasureOut
    as_at: date
    number: NumberOut | None
    formula_zh: str
    formula_en: str
    adds_up: bool | None
    firms_counted: int | None
    firms_asked: int | None
    single_records_hidden: bool
    lists: list[ListOut]
    sql: list[str]


class MoveOut(Schema):
    """A record that came (`before` null), went (`after` null) or was corrected."""

    side: Literal["sum", "numerator", "denominator"]
    unit: str
    record: RecordOut
    before: Decimal | None
    after: Decimal | None
    change: Decimal


class MovesOut(Schema):
    """Why a number moved between two days."""

    since: date
    until: date
    before: NumberOut | None
    after: NumberOut | None
    explained: bool | None
    moves: list[MoveOut]


def add_numbers(router: Router) -> None:
    """Gives the router the addresses of the measures: list, numbers, trace, moves."""
    router.get(
        "",
        response={200: list[MeasureOut], **_TROUBLES},
        summary="measures: all of them",
        operation_id="list_measures",
        tags=TAGS,
    )(list_measures)
    router.get(
        "/{code}/numbers",
        response={200: NumbersOut, **_TROUBLES},
        summary="measures: the numbers of one, as at a day",
        operation_id="list_numbers",
        tags=TAGS,
    )(list_numbers)
    router.get(
        "/{code}/numbers/{period}",
        response={200: TraceOut, **_TROUBLES},
        summary="measures: a number with the records behind it, as at a day",
        operation_id="trace_number",
        tags=TAGS,
    )(trace_number)
    router.get(
        "/{code}/numbers/{period}/moves",
        response={200: MovesOut, **_TROUBLES},
        summary="measures: why a number moved between two days",
        operation_id="list_moves",
        tags=TAGS,
    )(list_moves)


def list_measures(request: HttpRequest) -> list[MeasureOut]:
    """Every measure."""
    _reader(request)
    return [_measure(each) for each in registry.all_measures()]


def list_numbers(request: HttpRequest, code: Code, as_at: AsAt = None) -> NumbersOut:
    """The numbers of a measure as at a day."""
    _reader(request)
    measure, day = _known(code), _day(as_at)
    found = registry.observations(code, known_at=_moment(day))
    return NumbersOut(measure=_measure(measure), as_at=day, numbers=[_number(each) for each in found])


def trace_number(
    request: HttpRequest, code: Code, period: PeriodCode, as_at: AsAt = None, first: From = 0
) -> TraceOut:
    """A number, the records that sum to it, and the SQL that gives it."""
    user, measure, day = _reader(request), _known(code), _day(as_at)
    found = trace(code, _period(period), known_at=_moment(day), by=user)
    return TraceOut(
        measure=_measure(measure),
        as_at=day,
        number=_number_of(found),
        formula_zh=found.formula_zh,
        formula_en=found.formula_en,
        adds_up=found.adds_up,
        firms_counted=found.traced.collected.counted if found.traced and found.traced.collected else None,
        firms_asked=found.traced.collected.asked if found.traced and found.traced.collected else None,
        single_records_hidden=found.traced is not None and found.traced.is_hidden,
        lists=[_list(each, first) for each in found.lists],
        sql=[each.sql for each in found.traced.statements] if found.traced else [],
    )


def list_moves(
    request: HttpRequest, code: Code, period: PeriodCode, since: date, until: date | None = None
) -> MovesOut:
    """The records that came, went or were corrected between two days, largest change first."""
    user, day = _reader(request), _day(until)
    _known(code)
    found = compare(code, _period(period), since=_moment(min(since, day)), until=_moment(day), by=user)
    assert found is not None, "a period was asked"
    return MovesOut(
        since=since,
        until=day,
        before=_number_of(found.before),
        after=_number_of(found.after),
        explained=found.is_explained,
        moves=[_move(each) for each in found.moves],
    )


def _reader(request: HttpRequest) -> User:
    user = cast("User", request.user)
    require(user, RIGHT)
    return user


def _known(code: str) -> Measure:
    try:
        return registry.get(code)
    except GuatuError:
        raise Http404 from None


def _period(code: str) -> Period:
    try:
        return Period.parse(code)
    except GuatuError:
        raise Http404 from None


def _day(asked: date | None) -> date:
    return clock.today() if asked is None else min(asked, clock.today())


def _moment(day: date) -> datetime:
    return clock.now() if day >= clock.today() else clock.end_of(day)


def _measure(measure: Measure) -> MeasureOut:
    return MeasureOut(
        code=measure.code,
        name_zh=measure.name_zh,
        name_en=measure.name_en,
        kind=measure.kind,
        unit=measure.display_unit,
        definition_zh=measure.definition_zh,
        definition_en=measure.definition_en,
        rule_version=measure.rule_version,
    )


def _number_of(found: Trace) -> NumberOut | None:
    return None if found.observation is None else _number(found.observation)


def _number(found: Observation) -> NumberOut:
    value: Value = found.value
    return NumberOut(
        period=found.period.code,
        first_day=found.period.start,
        last_day=found.period.end,
        amount=value.amount if isinstance(value, Quantity) else None,
        unit=value.unit.code if isinstance(value, Quantity) else None,
        missing=value.reason.value if isinstance(value, Missing) else None,
        growth_percent=found.growth,
        published_on=found.published_on,
        recorded_at=found.recorded_at,
        revision=found.revision,
        restated=found.restates is not None,
        rule_version=found.rule_version,
    )


def _list(found: RecordList, first: int) -> ListOut:
    stretch = found.told[first : first + MOST]
    further = first + MOST
    return ListOut(
        side=found.role,
        kind=found.kind,
        unit=found.unit.code,
        count=len(found.records),
        total=found.total,
        records=list(_records(stretch)),
        next=further if further < len(found.told) else None,
    )


def _records(found: Iterable[RecordRef]) -> Iterable[RecordOut]:
    for record in found:
        yield RecordOut(
            model=record.model or None,
            id=record.pk or None,
            label=record.label,
            amount=record.amount,
            day=record.on,
            recorded_at=record.recorded_at,
            source=record.source or None,
        )


def _move(move: Move) -> MoveOut:
    return MoveOut(
        side=move.role,
        unit=move.unit.code,
        record=next(iter(_records([move.record]))),
        before=None if move.before is None else move.before.amount,
        after=None if move.after is None else move.after.amount,
        change=move.change,
    )
