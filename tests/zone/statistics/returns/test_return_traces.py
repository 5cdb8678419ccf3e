"""Does a released sum lead to its returns for those who may read them, and to nobody's for everybody else?"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from return_firms import FirmsOfTests, output_values

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.access.models import Reading
from guatu.kernel.access.rights import Role
from guatu.kernel.directory import Entity
from guatu.kernel.measures.tracing import compare, moved_by, trace
from guatu.zone.statistics.returns.actions import (
    file_return,
    open_return,
    release_sums,
    save_draft,
    verify_return,
)
from guatu.zone.statistics.returns.listing import list_unit
from guatu.zone.statistics.returns.models import ReleasedSums, Return

pytestmark = pytest.mark.django_db

FORM, CODE, FEBRUARY = "industrial_output", "reported_industrial_output", Period.to_month(2019, 2)
OTHERS = (Role.SUPERVISION, Role.LEADER, Role.STAFF, Role.AUDITOR)


@pytest.fixture
def many(firms: FirmsOfTests, people) -> FirmsOfTests:
    """Nine firms of industry in three divisions, all of one size or nearly."""
    firms.firms[:] = [
        Entity(
            500 + n,
            f"91999999D000{n:03}0X0",
            f"星野试验{n}厂",
            f"C{(26, 34, 39)[n % 3]}10",
            "in_business",
            "industry",
        )
        for n in range(9)
    ]
    for firm in firms.firms:
        list_unit(firm.id, firm.scale, since=date(2018, 1, 1), source="名录", by=None)
    return firms


def verify(firm: Entity, people, values) -> Return:
    made = open_return(FORM, firm.id, FEBRUARY, by=None)
    save_draft(made, values, {}, by=None)
    filed = file_return(made, by=None)
    return verify_return(filed, by=people.officer)


@pytest.fixture
def released(many, people):
    with clock.use(date(2019, 3, 12)):
        for n, firm in enumerate(many.firms):
            verify(firm, people, output_values(12_000 + 100 * n))
        return release_sums(FORM, FEBRUARY, by=people.officer)


def at_the_end():
    return clock.end_of(date(2019, 3, 20))


def test_a_statistician_sees_the_returns_and_they_sum_to_the_number(released, people):
    found = trace(CODE, FEBRUARY, known_at=at_the_end(), by=people.officer)
    (table,) = found.lists
    assert (table.kind, len(table.records)) == ("return", 9)
    assert found.adds_up
    assert table.total == Decimal(released.totals["output"]) / 100_000
    assert not found.traced.is_hidden
    reading = Reading.objects.get()
    assert (reading.person_id, reading.model, reading.record) == (
        people.officer.pk,
        "statistics.releasedsums",
        str(released.pk),
    )


@pytest.mark.parametrize("role", OTHERS)
def test_everybody_else_sees_the_release_alone(released, people, role):
    found = trace(CODE, FEBRUARY, known_at=at_the_end(), by=people.others[role])
    (table,) = found.lists
    assert table.kind == "division"
    assert {record.model for record in table.records} <= {"statistics.releasedsums"}
    assert found.adds_up
    assert found.traced.is_hidden
    assert (found.traced.collected.counted, found.traced.collected.asked) == (9, 11)
    assert not any("星野试验" in record.label for record in found.records)
    assert "statistics_return" not in " ".join(each.sql for each in found.traced.statements)
    assert not Reading.objects.exists()


def test_the_system_sees_no_more_than_everybody(released):
    found = trace(CODE, FEBRUARY, known_at=at_the_end())
    assert found.traced.is_hidden
    assert all(record.model == "statistics.releasedsums" for record in found.records)


def test_masked_divisions_are_told_together_and_the_list_still_sums(many, people):
    with clock.use(date(2019, 3, 12)):
        for n, firm in enumerate(many.firms[:7]):  # two divisions of two firms only
            verify(firm, people, output_values(12_000 + 100 * n))
        released = release_sums(FORM, FEBRUARY, by=people.officer)
    masked = [name for name, amount in released.divisions["output"].items() if amount is None]
    assert masked
    found = trace(CODE, FEBRUARY, known_at=at_the_end(), by=people.others[Role.LEADER])
    (table,) = found.lists
    assert not {record.label for record in table.records} & set(masked)
    assert table.others is not None
    assert found.adds_up


@pytest.mark.parametrize("of", ["officer", "leader"])
def test_the_shown_sql_gives_the_number_to_whoever_may_run_it(released, people, of):
    by = people.officer if of == "officer" else people.others[Role.LEADER]
    found = trace(CODE, FEBRUARY, known_at=at_the_end(), by=by)
    with connection.cursor() as cursor:
        cursor.execute(found.traced.statements[0].sql)
        assert cursor.fetchone()[0] == found.value.amount


def test_coverage_is_divided_from_two_counts(released, people):
    for by in (people.officer, people.others[Role.LEADER]):
        found = trace("returns_coverage", FEBRUARY, known_at=at_the_end(), by=by)
        assert [(each.role, each.total) for each in found.lists] == [("numerator", 9), ("denominator", 11)]
        assert found.adds_up


def test_a_return_tells_its_numbers_to_those_who_may_read_it_alone(released, people):
    key = int(next(iter(released.returns.values())))
    moved = {each.code: each for each in moved_by("statistics.return", key, by=people.officer)}
    assert moved[CODE].before is None
    assert moved[CODE].share == Decimal("0.12")
    assert "returns_coverage" in moved
    for role in OTHERS:
        assert moved_by("statistics.return", key, by=people.others[role]) == ()
        assert moved_by("enterprises.enterprise", 500, by=people.others[role]) == ()


def test_why_a_sum_moved_is_told_firm_by_firm_or_by_divisions(released, many, people):
    with clock.use(date(2019, 3, 18)):
        extra = [
            Entity(600 + n, f"91999999D001{n:03}0X0", f"星野新增{n}厂", "C3910", "in_business", "industry")
            for n in range(4)
        ]
        many.firms += extra
        for firm in extra:
            list_unit(firm.id, firm.scale, since=date(2018, 1, 1), source="名录", by=None)
            verify(firm, people, output_values(13_000))
        release_sums(FORM, FEBRUARY, by=people.officer)
    since, until = clock.end_of(date(2019, 3, 15)), at_the_end()
    firmly = compare(CODE, FEBRUARY, since=since, until=until, by=people.officer)
    assert firmly.is_explained
    assert [move.before for move in firmly.moves] == [None] * 4
    widely = compare(CODE, FEBRUARY, since=since, until=until, by=people.others[Role.LEADER])
    assert widely.is_explained
    assert widely.difference == firmly.difference
    assert not any("星野新增" in move.record.label for move in widely.moves)
    assert ReleasedSums.objects.count() == 2
