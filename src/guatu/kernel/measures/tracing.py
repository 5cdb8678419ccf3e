"""What is a number made of, which numbers does a record move, and why did a number move between two days?

trace("industrial_output_large", period, known_at=moment)         a number with the records behind it
moved_by("statistics.publishedfigure", 42)                        the numbers that a record moved
compare("industrial_output_large", None, since=…, until=…)        why it moved, record by record
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, Unit, Value
from guatu.kernel.measures import registry
from guatu.kernel.measures.aggregating import divided
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.traces import RecordList, RecordRef, Role, Said, Touch, Traced

JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A point of the year so far: the number up to it, and what came since the point before.

    `added` is None where one of the two is missing, and for what does not add up over time. `records` tells
    how many records the point was put together from, as far as they are known.
    """

    period: Period
    value: Value
    added: Quantity | None
    records: int
    is_restated: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """A number as it was known at a moment, with all that it comes from.

    `observation` is None where nothing was known of the period then, `traced` where nobody tells records.
    """

    measure: Measure
    period: Period
    known_at: datetime
    observation: Observation | None
    traced: Traced | None
    steps: tuple[Step, ...]

    @property
    def value(self) -> Value | None:
        """The number, or why there is none; None where nobody spoke of the period."""
        return None if self.observation is None else self.observation.value

    @property
    def formula_zh(self) -> str:
        """How it is computed, in Chinese words."""
        return "" if self.traced is None else self.traced.formula_zh

    @property
    def formula_en(self) -> str:
        """How it is computed, in English words."""
        return "" if self.traced is None else self.traced.formula_en

    @property
    def rule_version(self) -> str:
        """By which version of its rule it was computed."""
        return self.measure.rule_version if self.observation is None else self.observation.rule_version

    @property
    def lists(self) -> tuple[RecordList, ...]:
        """The records: one list for what is summed, two for what is divided."""
        return () if self.traced is None else self.traced.lists

    @property
    def records(self) -> tuple[RecordRef, ...]:
        """All records of all lists."""
        return tuple(record for each in self.lists for record in each.records)

    @property
    def total_of_records(self) -> Quantity | None:
        """What the records give: their sum, or for a ratio the two sums divided; None if they give none."""
        return None if self.traced is None else computed(self.traced, self.value)

    @property
    def adds_up(self) -> bool | None:
        """Whether the records give the number that is shown; None where there is no number."""
        if not isinstance(self.value, Quantity):
            return None
        return self.total_of_records == self.value

    @property
    def restated(self) -> tuple[Said, ...]:
        """What was said of the same period before and was something else, the last word first."""
        said = () if self.traced is None else self.traced.said
        return tuple(each for each in said if (each.value, each.growth) != self._word)

    @property
    def _word(self) -> tuple[Value | None, Decimal | None]:
        return (None, None) if self.observation is None else (self.observation.value, self.observation.growth)


@dataclass(frozen=True, slots=True)
class Move:
    """A record that came (`before` None), went (`after` None) or was corrected, and what that changed."""

    role: Role
    unit: Unit
    before: RecordRef | None
    after: RecordRef | None

    @property
    def change(self) -> Decimal:
        """What it adds to the number now beyond what it added then."""
        return _amount(self.after) - _amount(self.before)

    @property
    def record(self) -> RecordRef:
        """The record as it is, or as it was before it went."""
        found = self.after or self.before
        assert found is not None, "a move is of a record"
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """A number at two moments, and the records that make the difference."""

    before: Trace
    after: Trace
    moves: tuple[Move, ...]

    @property
    def difference(self) -> Quantity | None:
        """The number now less the number then; None where one of them is missing."""
        then, now = self.before.value, self.after.value
        both = isinstance(then, Quantity) and isinstance(now, Quantity)
        return now - then if both else None  # type: ignore[operator]  # both are quantities

    def total_of(self, role: Role) -> Decimal:
        """What the moves of one list add up to, in the list's unit."""
        return sum((move.change for move in self.moves if move.role == role), Decimal(0))

    @property
    def is_explained(self) -> bool | None:
        """Whether the moves add up to the difference; for a ratio, to that of both of its sides."""
        if self.difference is None:
            return None
        roles = {each.role for each in (*self.before.lists, *self.after.lists)}
        return all(
            self.total_of(role) == _total(self.after.lists, role) - _total(self.before.lists, role)
            for role in roles
        )


@dataclass(frozen=True, slots=True)
class MovedNumber:
    """A number before and after a record came to be known, or ceased to count.

    `share` is what the record itself adds, in the measure's unit; None for its part in a ratio.
    """

    code: str
    period: Period
    before: Value | None
    after: Value | None
    at: datetime
    share: Decimal | None


def trace(code: str, period: Period, *, known_at: datetime, by: object = None) -> Trace:
    """The number of a period as it was known at a moment, with the records behind it as `by` may see them.

    GuatuError `unknown_measure` where there is no such measure. `by` None is the system itself, which sees
    what anybody sees.
    """
    measure, moment = registry.get(code), clock.require_aware(known_at)
    series = registry.observations(code, known_at=moment)
    observation = next((each for each in series if each.period == period), None)
    tracer = registry.tracer_of(code)
    traced = None
    if tracer is not None and observation is not None:
        traced = tracer.trace(measure, period, _moment_of(observation, moment), by)
    return Trace(measure, period, moment, observation, traced, steps_to(measure, series, period))


def latest_period(code: str, *, known_at: datetime, up_to: Period | None = None) -> Period | None:
    """The latest period of which something was known, not after `up_to`; None where nothing was."""
    found = registry.observations(code, known_at=known_at)
    periods = [each.period for each in found if up_to is None or each.period <= up_to]
    return max(periods, default=None)


def compare(
    code: str, period: Period | None, *, since: datetime, until: datetime, by: object = None
) -> Comparison | None:
    """The number at two moments with the records that make the difference; None where it is not known at all.

    `period` None is the latest that is known at the second moment. Where the period was not known at the
    first, the number that was shown instead stands there: that of the latest period before it.
    """
    now = period or latest_period(code, known_at=until)
    if now is None:
        return None
    then = latest_period(code, known_at=since, up_to=now) or now
    before, after = (
        trace(code, each, known_at=moment, by=by) for each, moment in ((then, since), (now, until))
    )
    return Comparison(before, after, tuple(moves_between(before.lists, after.lists)))


def moves(
    code: str, period: Period | None, since: datetime, until: datetime, *, by: object = None
) -> tuple[Move, ...]:
    """The records that came, went or were corrected between two moments; () where nothing moved."""
    found = compare(code, period, since=since, until=until, by=by)
    return () if found is None else found.moves


def moved_by(model: str, pk: int, *, by: object = None) -> tuple[MovedNumber, ...]:
    """Every number that a record moved: from what to what, and when; the newest period of a measure first."""
    touches = [touch for tracer in registry.all_tracers() for touch in tracer.touched_by(model, pk, by)]
    found: list[MovedNumber] = []
    for moment in sorted({touch.at for touch in touches}):
        found += _moved_at(moment, [touch for touch in touches if touch.at == moment])
    return tuple(sorted(found, key=lambda moved: (moved.period, moved.at), reverse=True))


def _moved_at(moment: datetime, touches: Sequence[Touch]) -> Iterator[MovedNumber]:
    codes = sorted({touch.code for touch in touches})
    then, now = (
        {
            (each.measure_code, each.period): each.value
            for series in registry.observations_of(codes, known_at=at).values()
            for each in series
        }
        for at in (moment - JUST_BEFORE, moment)
    )
    for code, period in dict.fromkeys((touch.code, touch.period) for touch in touches):
        before, after = then.get((code, period)), now.get((code, period))
        if before != after:
            shares = [touch.share for touch in touches if (touch.code, touch.period) == (code, period)]
            known = [share for share in shares if share is not None]
            yield MovedNumber(code, period, before, after, moment, sum(known, Decimal(0)) if known else None)


def moves_between(before: Iterable[RecordList], after: Iterable[RecordList]) -> Iterator[Move]:
    """The records of which the two differ, the largest change first, list by list."""
    then, now = {each.role: each for each in before}, {each.role: each for each in after}
    for role in dict.fromkeys((*then, *now)):
        earlier, later = then.get(role), now.get(role)
        known = earlier or later
        assert known is not None, "a role comes from one of them"
        places, others = _by_place(earlier), _by_place(later)
        pairs = ((places.get(place), others.get(place)) for place in dict.fromkeys((*places, *others)))
        found = [Move(role, known.unit, *pair) for pair in pairs if _differ(*pair)]
        yield from sorted(found, key=lambda move: (-abs(move.change), move.record.label))


def _differ(one: RecordRef | None, other: RecordRef | None) -> bool:
    return one is None or other is None or one.amount != other.amount


def computed(traced: Traced, like: Value | None) -> Quantity | None:
    """What the records give, in the unit of the value that is shown; None where a part is missing."""
    sums = {each.role: Quantity(each.total, each.unit) for each in traced.lists if each.total is not None}
    if "sum" in sums:
        return sums["sum"]
    if not {"numerator", "denominator"} <= sums.keys() or not isinstance(like, Quantity):
        return None
    quotient = divided(sums["numerator"], sums["denominator"], like.unit)
    return quotient if isinstance(quotient, Quantity) else None


def steps_to(measure: Measure, series: Iterable[Observation], period: Period) -> tuple[Step, ...]:
    """The points of the year up to a period, with what each adds; () for a period that does not begin it."""
    points = [each for each in series if each.period.year == period.year and each.period.kind == period.kind]
    points = [each for each in points if each.period <= period]
    if period.kind != "to_month" or not points:
        return ()
    before: Sequence[Observation | None] = [None, *points]
    return tuple(
        Step(
            period=point.period,
            value=point.value,
            added=_added(measure, earlier, point),
            records=len(point.evidence),
            is_restated=point.restates is not None,
        )
        for earlier, point in zip(before, points, strict=False)
    )


def _added(measure: Measure, earlier: Observation | None, point: Observation) -> Quantity | None:
    """What a point adds to the one right before it; the first of the year adds all of it."""
    if measure.kind not in ("flow", "count", "zero_tolerance") or isinstance(point.value, Missing):
        return None
    if point.period.last_month == 2:
        return point.value
    if earlier is None or isinstance(earlier.value, Missing):
        return None
    return point.value - earlier.value


def _moment_of(observation: Observation, asked: datetime) -> datetime:
    """As at which moment the records are told: of a closed period, when the number that stands was formed."""
    is_frozen = observation.restated is not None and observation.formed_at is not None
    return observation.formed_at if is_frozen and observation.formed_at else asked


def _by_place(found: RecordList | None) -> dict[str, RecordRef]:
    return {} if found is None else {record.place: record for record in found.told}


def _total(lists: Iterable[RecordList], role: Role) -> Decimal:
    return sum((each.total or Decimal(0) for each in lists if each.role == role), Decimal(0))


def _amount(record: RecordRef | None) -> Decimal:
    return Decimal(0) if record is None or record.amount is None else record.amount
