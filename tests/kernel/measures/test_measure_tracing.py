"""Do the records that came, went or were corrected make the difference of two sums, whatever they are?"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.traces import RecordList, RecordRef, Touch, Traced
from guatu.kernel.measures.tracing import (
    Comparison,
    Trace,
    compare,
    computed,
    moved_by,
    moves,
    moves_between,
    steps_to,
    trace,
)

YI = unit("亿元")
NOON = datetime(2019, 7, 1, 4, tzinfo=UTC)
LATER = datetime(2019, 7, 8, 4, tzinfo=UTC)
MAY, JUNE = Period.to_month(2019, 5), Period.to_month(2019, 6)
OUTPUT = Measure("traced_output", "产值", "Output", (), "CNY", "亿元", "flow")

amounts = st.decimals(-1_000_000, 1_000_000, places=5)
places = st.dictionaries(st.integers(1, 12), amounts, max_size=8)


def refs(found, first=0):
    return tuple(
        RecordRef("a.record", first + n, f"record {n}", amount, str(n)) for n, amount in found.items()
    )


def listed(found, role="sum", others=None):
    return RecordList(role, "enterprise", YI, refs(found), others)


@given(places, places, st.none() | amounts, st.none() | amounts)
def test_moves_make_the_difference(before, after, rest_before, rest_after):
    then, now = listed(before, others=rest_before), listed(after, others=rest_after)
    found = list(moves_between([then], [now]))
    assert sum((move.change for move in found), Decimal(0)) == (now.total or 0) - (then.total or 0)
    sizes = [abs(move.change) for move in found]
    assert sizes == sorted(sizes, reverse=True)
    assert all(move.before is None or move.after is None or move.change for move in found)


@given(places, places, places, places)
def test_the_two_sides_of_a_ratio_are_told_apart(above, below, above_now, below_now):
    then = [listed(above, "numerator"), listed(below, "denominator")]
    now = [listed(above_now, "numerator"), listed(below_now, "denominator")]
    found = list(moves_between(then, now))
    for role, was, became in (("numerator", above, above_now), ("denominator", below, below_now)):
        changed = sum((move.change for move in found if move.role == role), Decimal(0))
        assert changed == sum(became.values(), Decimal(0)) - sum(was.values(), Decimal(0))


def test_a_record_without_a_number_is_no_zero_in_a_sum():
    nothing = replace(refs({1: Decimal(1)})[0], amount=None)
    assert RecordList("sum", "figure", YI, (nothing,)).total is None
    assert RecordList("sum", "figure", YI, ()).total is None
    assert RecordList("sum", "enterprise", YI, ()).total == 0


def test_a_ratio_is_divided_from_its_sums():
    above, below = (
        listed({1: Decimal(3), 2: Decimal(4)}, "numerator"),
        listed({1: Decimal(21)}, "denominator"),
    )
    like = Quantity(Decimal(0), unit("percent"))
    assert computed(Traced("", "", (above, below)), like) == Quantity(Decimal("33.333333"), unit("percent"))
    assert computed(Traced("", "", (above, listed({}, "denominator"))), like) is None


def said(period, amount, recorded=NOON, measure=OUTPUT.code):
    value = Missing(MissingReason.NOT_REPORTED) if amount is None else Quantity(Decimal(amount), YI)
    return Observation(measure, period, value, None, None, date(2019, 7, 1), recorded, 1, ())


def test_the_steps_of_a_year_tell_what_each_month_added():
    series = [said(Period.to_month(2019, m), v) for m, v in ((2, 10), (3, 15), (4, None), (5, 30), (6, 37))]
    steps = steps_to(OUTPUT, series, JUNE)
    added = [None if step.added is None else step.added.amount for step in steps]
    assert added == [10, 5, None, None, 7]
    assert steps_to(OUTPUT, series, Period.of_quarter(2019, 2)) == ()
    assert [step.added for step in steps_to(replace(OUTPUT, kind="stock"), series, JUNE)] == [None] * 5


class Recorder:
    """A trade of one number: two records, of which one comes later."""

    def trace(self, measure, period, known_at, by):
        known = {1: Decimal(30)} if known_at < LATER else {1: Decimal(30), 2: Decimal(7)}
        return Traced("甲+乙", "a + b", (listed(known),))

    def touched_by(self, model, pk, by):
        return [Touch(OUTPUT.code, JUNE, LATER, Decimal(7))] * 2 if (model, pk) == ("a.record", 2) else []


def observe(codes, known_at):
    amount = 30 if known_at < LATER else 37
    return {code: [said(MAY, 20), said(JUNE, amount)] for code in codes}


@pytest.fixture
def _registered(monkeypatch):
    monkeypatch.setattr(registry, "_registered", {})
    monkeypatch.setattr(registry, "_tracers", {})
    registry.register(OUTPUT, observe, tracer=Recorder())


@pytest.mark.usefixtures("_registered")
def test_a_number_is_its_records_and_moves_with_them():
    found = trace(OUTPUT.code, JUNE, known_at=LATER)
    assert found.adds_up
    assert (found.formula_zh, found.total_of_records) == ("甲+乙", Quantity(Decimal(37), YI))
    between = compare(OUTPUT.code, None, since=NOON, until=LATER)
    assert isinstance(between, Comparison)
    assert between.is_explained
    assert between.difference == Quantity(Decimal(7), YI)
    assert [(move.record.pk, move.change) for move in between.moves] == [(2, Decimal(7))]
    assert moves(OUTPUT.code, JUNE, NOON, NOON) == ()


@pytest.mark.usefixtures("_registered")
def test_a_record_tells_each_number_it_moved_once():
    (moved,) = moved_by("a.record", 2)
    assert (moved.before, moved.after) == (Quantity(Decimal(30), YI), Quantity(Decimal(37), YI))
    assert moved_by("a.record", 1) == ()


@pytest.mark.usefixtures("_registered")
def test_a_period_of_which_nothing_is_known_is_no_zero():
    found = trace(OUTPUT.code, Period.to_month(2019, 9), known_at=LATER)
    assert isinstance(found, Trace)
    assert (found.value, found.adds_up, found.lists) == (None, None, ())
