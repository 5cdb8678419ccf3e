"""Are possible duplicates pointed out, decided, and decisions taken back, with nothing lost?"""

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.registry.actions import (
    apply_import,
    call_different,
    call_same,
    change_record,
    create_record,
    insert_records,
    look_for_duplicates,
    preview_import,
    take_back_decision,
    undo_import,
)
from guatu.kernel.registry.actions.duplicates import LOOK
from guatu.kernel.registry.duplicates import kept_instead, without_duplicates
from guatu.kernel.registry.jobs import look_again
from guatu.kernel.registry.models import Likeness, Verdict
from guatu.zone.enterprises.demo.entities import make_enterprises
from guatu.zone.enterprises.measures.entities import observe
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES

HEAD = "名称,登记编号,kind\n"


@pytest.fixture
def crane(cranes, clerk):
    def made(name, number):
        values = {"name": name, "number": number, "kind": "tower"}
        return create_record(cranes, values, by=clerk, source="质监所", as_of=date(2019, 6, 1))

    return made


@pytest.fixture
def pair(cranes, crane, clerk):
    crane("东区塔吊", "QZ-001")
    crane("东区塔掉", "QZ-002")
    crane("西区桥吊", "QZ-003")
    assert look_for_duplicates(cranes, by=clerk) == 1
    return Likeness.objects.get()


def listed(cranes):
    return set(without_duplicates(cranes, cranes.model.objects.all()).values_list("number", flat=True))


def verbs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM ledger_action ORDER BY recorded_at")
        return [verb for (verb,) in cursor.fetchall()]


def test_a_pair_waits_for_a_decision_and_is_found_once(cranes, pair, clerk):
    assert (pair.reasons, pair.verdict, pair.kept) == (["sound"], Verdict.OPEN, None)
    assert look_for_duplicates(cranes, by=clerk) == 0
    assert Likeness.objects.count() == 1


def test_the_same_points_to_the_kept_one_and_back(cranes, pair, clerk):
    call_same(cranes, pair, keep=pair.other, by=clerk)
    pair.refresh_from_db()
    assert (pair.duplicate, pair.kept, pair.decided_by) == (pair.one, pair.other, clerk)
    assert listed(cranes) == {"QZ-002", "QZ-003"}
    assert cranes.model.objects.count() == 3
    assert kept_instead(cranes) == {pair.one: pair.other}
    # Who points to another is pointed out no more.
    assert look_for_duplicates(cranes, by=clerk) == 0
    take_back_decision(cranes, pair, by=clerk)
    assert listed(cranes) == {"QZ-001", "QZ-002", "QZ-003"}
    assert {"cranes.look_for_duplicates", "cranes.call_same", "cranes.take_back_decision"} <= set(verbs())


def test_different_ones_are_not_pointed_out_again(cranes, pair, clerk):
    call_different(cranes, pair, by=clerk)
    assert look_for_duplicates(cranes, by=clerk) == 0
    assert Likeness.objects.get().verdict == Verdict.DIFFERENT
    assert len(listed(cranes)) == 3


def test_what_is_no_longer_alike_waits_no_longer(cranes, pair, clerk):
    other = cranes.model.objects.get(number="QZ-002")
    other.name = "南区汽车吊"
    other.save()
    look_for_duplicates(cranes, by=clerk, among=[other.pk])
    assert not Likeness.objects.exists()


def test_pointers_follow_on_and_make_no_circle(cranes, crane, clerk):
    one, two, three = (crane("东区塔吊", f"QZ-00{number}").pk for number in (1, 2, 3))
    look_for_duplicates(cranes, by=clerk)
    pairs = {(each.one, each.other): each for each in Likeness.objects.all()}
    call_same(cranes, pairs[one, two], keep=two, by=clerk)
    # The pair of the duplicate with the third waits no longer; the kept one and the third do.
    assert set(Likeness.objects.filter(verdict="open").values_list("one", "other")) == {(two, three)}
    call_same(cranes, pairs[two, three], keep=three, by=clerk)
    assert kept_instead(cranes) == {one: three, two: three}
    again = Likeness.objects.create(
        registry="cranes", one=one, other=three, score=90, found_at=pairs[one, two].found_at
    )
    for keep, why in ((three, "points_already"), (one, "in_a_circle"), (two, "not_of_the_pair")):
        with pytest.raises(Refused) as refused:
            call_same(cranes, again, keep=keep, by=clerk)
        assert refused.value.code == why


def test_the_database_itself_keeps_pointers_whole(cranes, pair):
    wrong = (
        {"verdict": "same"},
        {"duplicate": pair.one},
        {"verdict": "same", "duplicate": pair.other + 5, "decided_at": pair.found_at},
        {"verdict": "different"},
        {"one": pair.other, "other": pair.one},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Likeness.objects.filter(pk=pair.pk).update(**values)


def test_a_new_name_is_looked_through_soon_and_once(cranes, crane, clerk):
    def asked():
        with connection.cursor() as cursor:
            cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [LOOK])
            return [args for (args,) in cursor.fetchall()]

    one = crane("东区塔吊", "QZ-001")
    crane("东区塔掉", "QZ-002")
    assert [json.loads(args) for args in asked()] == [{"slug": "cranes"}]
    look_again(slug="cranes")
    assert Likeness.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    change_record(cranes, one, {"kind": "bridge"}, by=clerk, source="x")
    assert asked() == []
    change_record(cranes, one, {"name": "西区桥吊"}, by=clerk, source="x")
    assert len(asked()) == 1
    look_again(slug="no-registry-any-more")


def table(rows):
    return {"name": "x.csv", "content": (HEAD + rows).encode(), "source": "质监所", "as_of": date(2019, 6, 2)}


def test_a_table_is_compared_with_what_is_on_record_and_with_itself(cranes, crane, clerk):
    crane("东区塔吊", "QZ-001")
    rows = "东区塔掉,A-1,tower\n北码头龙门,A-2,tower\n北码头龙门吊,A-3,tower\n南区汽车,A-4,tower\n"
    made = preview_import(cranes, by=clerk, **table(rows))
    notes = [(problem["row"], problem["message"], problem["params"]) for problem in made.problems]
    assert [(row, params) for row, _message, params in notes] == [
        (2, {"name": "东区塔吊"}),
        (4, {"row": "3"}),
    ]
    assert "sounds" in notes[0][1]
    assert "nearly" in notes[1][1]
    apply_import(made, by=clerk)
    assert Likeness.objects.count() == 2


def test_a_row_with_the_number_of_a_duplicate_changes_what_stands_for_it(cranes, pair, clerk):
    call_same(cranes, pair, keep=pair.one, by=clerk)
    made = preview_import(cranes, by=clerk, **table("东区塔吊,QZ-002,bridge\n"))
    assert made.counts["changed"] == 1
    assert "QZ-002" not in str(made.rows[0]["values"])
    apply_import(made, by=clerk)
    kinds = dict(cranes.model.objects.values_list("number", "kind"))
    assert kinds == {"QZ-001": "bridge", "QZ-002": "tower", "QZ-003": "tower"}


def test_an_import_is_not_undone_under_a_decision(cranes, crane, clerk):
    crane("东区塔吊", "QZ-001")
    made = apply_import(preview_import(cranes, by=clerk, **table("东区塔吊,A-1,tower\n")), by=clerk)
    pair = Likeness.objects.get()
    call_same(cranes, pair, keep=pair.one, by=clerk)
    with pytest.raises(Refused) as refused:
        undo_import(made, by=clerk)
    assert refused.value.code == "called_same"
    take_back_decision(cranes, pair, by=clerk)
    undo_import(made, by=clerk)
    assert not Likeness.objects.exists()
    assert cranes.model.objects.count() == 1


@pytest.mark.django_db
def test_a_duplicate_is_not_counted_from_the_decision_on(clerk):
    with clock.use(date(2019, 3, 4)):
        made = list(make_enterprises(30, date(2019, 2, 28)))
        one, other = insert_records(ENTERPRISES, made, source="清单", as_of=date(2019, 2, 28))[:2]
    Enterprise.objects.filter(pk=other.pk).update(name=one.name, registered_address=one.registered_address)

    def stock(at):
        with clock.use(at):
            return observe(["registered_entities"], clock.now())["registered_entities"][-1].value.amount

    with clock.use(date(2019, 4, 10)):
        look_for_duplicates(ENTERPRISES, by=clerk)
        pair = Likeness.objects.get(one=min(one.pk, other.pk), other=max(one.pk, other.pk))
        call_same(ENTERPRISES, pair, keep=one.pk, by=clerk)
    assert stock(date(2019, 4, 12)) == stock(date(2019, 4, 8)) - 1
