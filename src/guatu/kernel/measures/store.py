"""How does an observation lie in the store, and how is it read as it was known at a moment?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias, TypedDict

from django.db import connection

from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, Value, unit
from guatu.kernel.measures.models import StoredObservation
from guatu.kernel.measures.registry import Evidence, Observation, Registered

Place: TypeAlias = tuple[str, Period, str]
"""A measure, a period and a part: where one number stands."""


Words: TypeAlias = dict[str, list[str] | datetime]


class Kept(NamedTuple):
    """A row of the store as the database gives it; its columns, in this order. JSON is text."""

    measure: str
    period: str
    part: str
    amount: Decimal | None
    missing_reason: str
    unit: str
    growth: Decimal | None
    comparable_base: Decimal | None
    base_unit: str
    numerator: Decimal | None
    numerator_unit: str
    denominator: Decimal | None
    denominator_unit: str
    confirmed_on: date | None
    evidence: str
    restates: str | None
    rule_version: str
    revision: int
    published_on: date
    recorded_at: datetime
    formed_at: datetime
    gone: bool
    beside: bool


COLUMNS = ", ".join(f"o.{name}" for name in Kept._fields)

# One question for a whole wall: which measures are formed up to the moment, and what they were then. What was
# touched before the moment and not formed anew is not answered; what never was touched has no numbers.
READ = f"""
WITH ready AS (
    SELECT a.code FROM unnest(%(codes)s::text[], %(topics)s::text[], %(rules)s::text[]) a(code, topic, rule)
    LEFT JOIN measures_fillstate f ON f.measure = a.code AND f.period = ''
    WHERE coalesce(f.rule_version, a.rule) = a.rule
        AND (f.known_from IS NULL OR f.known_from <= %(moment)s)
        AND (f.valid_until IS NULL OR f.valid_until > %(moment)s)
        AND NOT EXISTS (SELECT FROM measures_touch t
                        WHERE t.topic = a.topic AND (t.moment IS NULL OR t.moment <= %(moment)s))
)
SELECT r.code, {COLUMNS} FROM ready r LEFT JOIN LATERAL (
    SELECT DISTINCT ON (period, part, beside) * FROM measures_storedobservation
    WHERE measure = r.code AND formed_at <= %(moment)s {{parts}}
    ORDER BY period, part, beside, formed_at DESC, id DESC
) o ON true
"""  # noqa: S608 - names of ours
LATEST = f"""
SELECT DISTINCT ON (measure, period, part, beside) {COLUMNS} FROM measures_storedobservation o
WHERE measure = ANY(%(codes)s) AND formed_at <= %(moment)s
ORDER BY measure, period, part, beside, formed_at DESC, id DESC
"""  # noqa: S608
AFTER = f"""
SELECT {COLUMNS} FROM measures_storedobservation o
WHERE measure = ANY(%(codes)s) AND formed_at > %(moment)s ORDER BY formed_at, id
"""  # noqa: S608


def read(
    asked: Sequence[Registered], moment: datetime, parts: bool = False
) -> Mapping[str, Sequence[Observation]]:
    """What is stored of the measures as known at the moment, with their parts if `parts`.

    Those are left out that must be asked elsewhere.
    """
    words: Words = {
        "codes": [entry.measure.code for entry in asked],
        "topics": [entry.topic for entry in asked],
        "rules": [entry.measure.rule_version for entry in asked],
        "moment": moment,
    }
    found: dict[str, list[Kept]] = {}
    for code, *columns in _rows(READ.format(parts="" if parts else "AND part = ''"), words):
        kept = found.setdefault(str(code), [])
        if columns[0] is not None:
            kept.append(Kept._make(columns))
    return {code: standing(kept) for code, kept in found.items()}


def latest(codes: Iterable[str], moment: datetime) -> list[Kept]:
    """The last number of each place that was formed by the moment, whole and beside."""
    return [Kept._make(row) for row in _rows(LATEST, {"codes": list(codes), "moment": moment})]


def formed_after(codes: Iterable[str], moment: datetime) -> list[Kept]:
    """What was formed after the moment, first things first."""
    return [Kept._make(row) for row in _rows(AFTER, {"codes": list(codes), "moment": moment})]


def standing(rows: Iterable[Kept]) -> list[Observation]:
    """The observations of those rows; a later word on a closed period hangs on the value that holds."""
    whole: dict[Place, Observation] = {}
    beside: dict[Place, Observation] = {}
    for row in rows:
        if not row.gone:
            told = observation_of(row)
            (beside if row.beside else whole)[told.measure_code, told.period, told.part] = told
    for place, later in beside.items():
        holds = whole.get(place)
        if holds is not None and not says_the_same(holds, later):
            whole[place] = replace(holds, restated=later)
    return list(whole.values())


def observation_of(row: Kept) -> Observation:
    """The observation that a row keeps."""
    return Observation(
        measure_code=row.measure,
        period=_period(row.period),
        value=_value(row.amount, row.missing_reason, row.unit),
        growth=row.growth,
        comparable_base=_quantity(row.comparable_base, row.base_unit),
        published_on=row.published_on,
        recorded_at=row.recorded_at,
        revision=row.revision,
        evidence=_evidence(json.loads(row.evidence)) if row.evidence != "[]" else (),
        restates=_told(json.loads(row.restates), row) if row.restates else None,
        part=row.part,
        numerator=_quantity(row.numerator, row.numerator_unit),
        denominator=_quantity(row.denominator, row.denominator_unit),
        confirmed_on=row.confirmed_on,
        rule_version=row.rule_version,
        formed_at=row.formed_at,
    )


def row_of(told: Observation, formed_at: datetime, *, beside: bool = False) -> StoredObservation:
    """The row that keeps an observation from that moment on."""
    amount, reason, unit_code = _parts_of(told.value)
    base, base_unit = _of_quantity(told.comparable_base)
    numerator, numerator_unit = _of_quantity(told.numerator)
    denominator, denominator_unit = _of_quantity(told.denominator)
    return StoredObservation(
        measure=told.measure_code,
        period=told.period.code,
        part=told.part,
        amount=amount,
        missing_reason=reason,
        unit=unit_code,
        growth=told.growth,
        comparable_base=base,
        base_unit=base_unit,
        numerator=numerator,
        numerator_unit=numerator_unit,
        denominator=denominator,
        denominator_unit=denominator_unit,
        confirmed_on=told.confirmed_on,
        evidence=[(e.kind, e.pk, e.label) for e in told.evidence],
        restates=_as_json(told.restates),
        rule_version=told.rule_version,
        revision=told.revision,
        published_on=told.published_on,
        recorded_at=told.recorded_at,
        formed_at=formed_at,
        beside=beside,
    )


def gone_since(place: tuple[str, str, str, bool], formed_at: datetime) -> StoredObservation:
    """The row that says that from that moment on there is no number at this place."""
    measure, period, part, beside = place
    return StoredObservation(
        measure=measure, period=period, part=part, beside=beside, formed_at=formed_at, gone=True
    )


def says_the_same(one: Observation, other: Observation) -> bool:
    """Whether two observations tell the same: all but when they were formed, and what stands beside."""
    return replace(one, formed_at=None, restated=None) == replace(other, formed_at=None, restated=None)


class _Earlier(TypedDict):
    """A word that was restated, as JSON."""

    amount: str | None
    reason: str
    unit: str
    growth: str | None
    base: str | None
    base_unit: str
    published_on: str
    recorded_at: str
    revision: int
    evidence: list[tuple[Literal["figure"], int, str]]
    restates: _Earlier | None


def _as_json(told: Observation | None) -> _Earlier | None:
    if told is None:
        return None
    amount, reason, unit_code = _parts_of(told.value)
    base, base_unit = _of_quantity(told.comparable_base)
    return _Earlier(
        amount=None if amount is None else str(amount),
        reason=reason,
        unit=unit_code,
        growth=None if told.growth is None else str(told.growth),
        base=None if base is None else str(base),
        base_unit=base_unit,
        published_on=told.published_on.isoformat(),
        recorded_at=told.recorded_at.isoformat(),
        revision=told.revision,
        evidence=[(e.kind, e.pk, e.label) for e in told.evidence],
        restates=_as_json(told.restates),
    )


def _told(kept: _Earlier | None, row: Kept) -> Observation | None:
    if kept is None:
        return None
    return Observation(
        measure_code=row.measure,
        period=_period(row.period),
        value=_value(_decimal(kept["amount"]), kept["reason"], kept["unit"]),
        growth=_decimal(kept["growth"]),
        comparable_base=_quantity(_decimal(kept["base"]), kept["base_unit"]),
        published_on=date.fromisoformat(kept["published_on"]),
        recorded_at=datetime.fromisoformat(kept["recorded_at"]),
        revision=kept["revision"],
        evidence=_evidence(kept["evidence"]),
        restates=_told(kept["restates"], row),
        part=row.part,
        rule_version=row.rule_version,
    )


def _rows(statement: str, words: Words) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, words)
        return list(cursor.fetchall())


@lru_cache(maxsize=2000)
def _period(code: str) -> Period:
    return Period.parse(code)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _value(amount: Decimal | None, reason: str, unit_code: str) -> Value:
    return Missing(MissingReason(reason)) if amount is None else Quantity(amount, unit(unit_code))


def _quantity(amount: Decimal | None, unit_code: str) -> Quantity | None:
    return None if amount is None else Quantity(amount, unit(unit_code))


def _of_quantity(quantity: Quantity | None) -> tuple[Decimal | None, str]:
    return (None, "") if quantity is None else (quantity.amount, quantity.unit.code)


def _parts_of(value: Value) -> tuple[Decimal | None, str, str]:
    if isinstance(value, Missing):
        return None, value.reason.value, ""
    return value.amount, "", value.unit.code


def _evidence(kept: Sequence[tuple[Literal["figure"], int, str]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(*each) for each in kept)
