"""Is it kept, day by day, who looks after an enterprise, and to which group it belongs?"""

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.registry.actions import (
    apply_import,
    insert_record,
    insert_records,
    preview_import,
    undo_import,
)
from guatu.zone.enterprises.actions import change_enterprise, join_group, leave_group
from guatu.zone.enterprises.checks import check_enterprise
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise, Group, GroupMember
from guatu.zone.enterprises.queries import cares_of
from guatu.zone.enterprises.registry import ENTERPRISES, GROUP_REGISTRY
from guatu.zone.enterprises.rules.caring import Care, cares


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T09:00").replace(tzinfo=clock.ZONE_TIME)


@pytest.fixture
def people(db):
    return [User.objects.create_user(name, last_name=name) for name in ("li", "chen")]


@pytest.fixture
def firm(db):
    with clock.use(at("2019-03-01")):
        values = next(iter(make_enterprises(1, day("2019-02-28"))))
        return insert_record(ENTERPRISES, values, source="清单", as_of=day("2019-02-28"))


@pytest.fixture
def group(db):
    return insert_record(GROUP_REGISTRY, {"name": "星野澄远集团"}, source="年报", as_of=day("2019-01-01"))


def test_each_care_lasts_until_the_next_begins():
    before = [["leader", None, "2018-01-01"], ["leader", 1, "2018-05-01"], ["officer", 9, "2018-01-01"]]
    assert cares(before, "leader", 2, day("2019-03-01")) == [
        Care(1, day("2018-05-01"), day("2019-03-01")),
        Care(2, day("2019-03-01"), None),
    ]
    assert cares(before, "leader", None, day("2019-03-01")) == [Care(1, day("2018-05-01"), day("2019-03-01"))]
    assert cares([], "leader", None, None) == []


def test_what_holds_from_an_earlier_day_takes_the_place_of_what_it_covers():
    before = [["leader", 1, "2019-02-01"], ["leader", 2, "2019-03-01"]]
    assert cares(before, "leader", 3, day("2019-02-15")) == [
        Care(1, day("2019-02-01"), day("2019-02-15")),
        Care(3, day("2019-02-15"), None),
    ]


TURNS = st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 3)), st.dates()), max_size=8)


@given(TURNS, st.integers(1, 3), st.dates())
def test_at_most_one_cares_at_a_time_and_the_last_word_holds(turns, person, since):
    before = [["leader", who, first.isoformat()] for who, first in turns]
    found = cares(before, "leader", person, since)
    assert found[-1] == Care(person, since, None)
    for one, following in pairwise(found):
        assert one.until is not None
        assert one.since < one.until <= following.since


def test_a_change_of_officer_keeps_who_it_was_before(firm, people):
    li, chen = people
    with clock.use(at("2019-03-04")):
        change_enterprise(
            firm, {"service_officer": li.pk}, by=None, source="分工通知", as_of=day("2019-03-04")
        )
    with clock.use(at("2019-05-06")):
        change_enterprise(
            firm, {"service_officer": chen.pk}, by=None, source="分工通知", as_of=day("2019-05-01")
        )
    now = Enterprise.objects.get(pk=firm.pk)
    assert cares_of(now, "service_officer") == [
        Care(li.pk, day("2019-03-04"), day("2019-05-01")),
        Care(chen.pk, day("2019-05-01"), None),
    ]
    assert cares_of(now, "linked_leader") == []


def test_a_list_of_officers_is_imported_and_undone_with_its_history(firm, people):
    li, chen = people
    with clock.use(at("2019-03-04")):
        change_enterprise(
            firm, {"service_officer": li.pk}, by=None, source="分工通知", as_of=day("2019-03-04")
        )
    table = f"统一社会信用代码,企业名称,服务专员\n{firm.uscc},{firm.name},chen\n".encode()
    with clock.use(at("2019-05-06")):
        kept = preview_import(
            ENTERPRISES, name="a.csv", content=table, source="通知", as_of=day("2019-05-06"), by=None
        )
        apply_import(kept, by=None)
        imported = Enterprise.objects.get(pk=firm.pk)
        assert [care.person for care in cares_of(imported, "service_officer")] == [li.pk, chen.pk]
        undo_import(kept, by=None)
    undone = Enterprise.objects.get(pk=firm.pk)
    assert cares_of(undone, "service_officer") == [Care(li.pk, day("2019-03-04"), None)]
    assert len(undone.care_before) == 1


def test_an_enterprise_is_in_one_group_at_a_time(firm, group):
    other = insert_record(GROUP_REGISTRY, {"name": "星野岚拓集团"}, source="年报", as_of=day("2019-01-01"))
    joined = join_group(
        group, enterprise=firm, since=day("2017-05-01"), share=Decimal(60), by=None, source="年报"
    )
    with pytest.raises(Refused) as refused:
        join_group(other, enterprise=firm, since=day("2019-01-01"), by=None, source="年报")
    assert refused.value.code == "in_a_group"
    with pytest.raises(Refused):
        leave_group(joined, on=day("2017-05-01"), by=None)
    leave_group(joined, on=day("2019-01-01"), by=None)
    join_group(other, enterprise=firm, since=day("2019-01-01"), by=None, source="年报")
    assert list(GroupMember.objects.filter(until=None).values_list("group__name", flat=True)) == [
        "星野岚拓集团"
    ]
    with pytest.raises(Refused):
        join_group(group, enterprise=firm, since=day("2019-01-01"), share=Decimal(101), by=None, source="x")


def test_the_database_keeps_one_group_at_a_time(firm, group):
    row = {"group": group, "enterprise": firm, "since": day("2019-01-01"), "source": "x"}
    GroupMember.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.create(**row)
    assert Group.objects.count() == 1


def test_half_a_place_and_a_place_abroad_are_wrong():
    def wrong(**place):
        return [problem.field for problem in check_enterprise(place, day("2019-06-30"))]

    assert wrong(longitude=Decimal("113.1"), latitude=Decimal("28.2")) == []
    assert wrong(longitude=Decimal("113.1")) == ["longitude"]
    assert wrong(longitude=Decimal("28.2"), latitude=Decimal("113.1")) == ["longitude", "latitude"]


def test_many_records_know_of_care_as_one_does(db, people):
    values = [{**each, "linked_leader": people[0].pk} for each in make_enterprises(3, day("2019-02-28"))]
    made = insert_records(ENTERPRISES, values, source="清单", as_of=day("2019-02-28"))
    assert [cares_of(each, "linked_leader") for each in made] == [
        [Care(people[0].pk, day("2019-02-28"), None)]
    ] * 3
