"""Is an enterprise's file kept as it should: names, sources, closings, numbers, the demonstration?"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.access.classes import ALL_CLASSES
from guatu.kernel.measures import registry as measures
from guatu.kernel.registry.actions import apply_import, preview_import, undo_import
from guatu.kernel.registry.lists import Listing
from guatu.zone.enterprises.actions import add_contact, add_title, change_enterprise, record_enterprise
from guatu.zone.enterprises.demo import load_enterprises, make_enterprises
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES
from guatu.zone.enterprises.rules.uscc import check_character, find_fault, organisation_check

pytestmark = pytest.mark.django_db


def code(number: int) -> str:
    organisation = f"D{number:07}"
    first = f"91999999{organisation}{organisation_check(organisation)}"
    return first + check_character(first)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=clock.ZONE_TIME)


@pytest.fixture
def clerk():
    user = User.objects.create_user("li")
    user.groups.add(Group.objects.get_or_create(name="staff")[0])
    return user


@pytest.fixture
def firm(clerk):
    with clock.use(at("2019-03-04")):
        values = {"name": "星野澄远机械有限公司", "uscc": code(1), "established_on": date(2015, 5, 6)}
        return record_enterprise(values, by=clerk, source="营业执照", as_of=date(2019, 3, 1))


def test_a_wrong_code_is_refused(clerk):
    with pytest.raises(Refused, match="91350100M000100Y44"):
        record_enterprise({"name": "x", "uscc": "91350100M000100Y44"}, by=clerk, source="x")
    assert not Enterprise.objects.exists()


def test_the_same_number_twice_is_refused_in_a_sentence(firm, clerk):
    with pytest.raises(Refused) as refused:
        record_enterprise({"name": "星野另一家有限公司", "uscc": firm.uscc}, by=clerk, source="x")
    assert refused.value.code == "conflict"
    other = record_enterprise({"name": "星野第三家有限公司", "uscc": code(9)}, by=clerk, source="x")
    with pytest.raises(Refused):
        change_enterprise(other, {"uscc": firm.uscc}, by=clerk, source="x")
    assert Enterprise.objects.count() == 2


def test_the_database_wants_a_number_and_days_in_order(firm):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.objects.update(uscc=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.objects.update(closed_on=date(2001, 1, 1))


def test_a_new_name_leaves_the_former_one_on_record_and_found(firm, clerk):
    with clock.use(at("2019-06-03")):
        change_enterprise(firm, {"name": "星野澄远智能股份有限公司"}, by=clerk, source="变更登记")
    firm.refresh_from_db()
    assert firm.former_names == [["星野澄远机械有限公司", "2019-06-03"]]
    for asked in ("澄远机械", "cyjx", "xycyzn", code(1).lower()):
        assert Listing(ENTERPRISES, Enterprise.objects.all(), {"q": asked}, ALL_CLASSES).count == 1, asked
    assert firm.source_of("name") == ("变更登记", date(2019, 6, 3))
    assert firm.source_of("uscc") == ("营业执照", date(2019, 3, 1))


def test_the_list_of_an_authority_is_taken_as_it_comes(firm, clerk):
    table = (
        "统一社会信用代码,企业名称,登记状态,注销日期,注册资本(万元),行业代码,法定代表人\n"
        f"{code(1)},星野澄远机械有限公司,注销,2019年5月20日,1000,3511,赵伟\n"
        f"{code(2)},星野承远机械有限责任公司,存续,,500.5,C3511,钱芳\n"
        f"{code(3)[:-1]}I,星野禾川贸易有限公司,在营,,五百,F51,孙娜\n"
    )
    with clock.use(at("2019-06-10")):
        made = preview_import(
            ENTERPRISES,
            name="清单.csv",
            content=table.encode(),
            source="市监局",
            as_of=date(2019, 6, 1),
            by=clerk,
        )
        found = {(p["row"], p["field"], p["severity"]) for p in made.problems}
        assert {(4, "uscc", "error"), (4, "registered_capital", "error"), (3, "name", "note")} == found
        apply_import(made, by=clerk, skip_wrong=True)
    firm.refresh_from_db()
    assert (firm.status, firm.closed_on, firm.industry) == ("cancelled", date(2019, 5, 20), "C3511")
    assert Enterprise.objects.get(uscc=code(2)).registered_capital == Decimal("500.5")
    undo_import(made, by=clerk)
    firm.refresh_from_db()
    assert (firm.status, firm.closed_on, firm.closed_recorded_at) == ("in_business", None, None)
    assert Enterprise.objects.count() == 1


def test_an_older_list_does_not_overwrite_what_is_newer(firm, clerk):
    table = f"统一社会信用代码,企业名称\n{code(1)},星野旧名有限公司\n"
    with clock.use(at("2019-06-10")):
        made = preview_import(
            ENTERPRISES, name="a.csv", content=table.encode(), source="档案", as_of=date(2018, 1, 1), by=clerk
        )
    assert made.counts["changed"] == 0
    assert [p["severity"] for p in made.problems] == ["note"]


def test_contacts_keep_an_import_from_being_undone(clerk):
    table = f"统一社会信用代码,企业名称\n{code(5)},星野启明有限公司\n"
    made = preview_import(
        ENTERPRISES, name="a.csv", content=table.encode(), source="x", as_of=date(2018, 1, 1), by=clerk
    )
    apply_import(made, by=clerk)
    add_contact(Enterprise.objects.get(), name="王工", by=clerk, source="走访")
    with pytest.raises(Refused):
        undo_import(made, by=clerk)
    assert Enterprise.objects.count() == 1


def test_a_title_has_its_days_in_order(firm, clerk):
    with pytest.raises(Refused):
        add_title(
            firm,
            name="高新技术企业",
            valid_from=date(2019, 1, 1),
            valid_to=date(2018, 1, 1),
            by=clerk,
            source="x",
        )


def test_stock_and_flow_are_counted_from_the_records_as_known_then(firm, clerk):
    with clock.use(at("2019-05-27")):
        change_enterprise(
            firm, {"status": "cancelled", "closed_on": date(2019, 4, 20)}, by=clerk, source="注销登记"
        )

    def value(code: str, month: int, known: str) -> Decimal:
        found = measures.observations(code, known_at=at(known))
        (point,) = [o for o in found if o.period == Period.to_month(2019, month)]
        return point.value.amount

    assert value("registered_entities", 3, "2019-06-10") == 1
    assert value("registered_entities", 4, "2019-06-10") == 0
    # On 10 May nobody knew yet that it had been closed in April.
    assert value("registered_entities", 4, "2019-05-10") == 1
    assert value("registered_entities_closed", 4, "2019-05-10") == 0
    assert value("registered_entities_closed", 5, "2019-06-10") == 1
    assert measures.observations("registered_entities", known_at=at("2019-03-01")) == ()
    assert measures.get("market_entities").code != measures.get("registered_entities").code


def test_the_demonstration_is_the_same_every_time_and_right():
    day = date(2019, 2, 28)
    made = list(make_enterprises(300, day))
    assert made == list(make_enterprises(300, day))
    assert all(find_fault(str(each["uscc"])) is None for each in made)
    assert all(str(each["name"]).startswith("星野") for each in made)
    assert all(str(each["uscc"])[2:8] == "999999" for each in made)
    assert len({each["uscc"] for each in made}) == 300


def test_the_demonstration_lives_through_its_lists_once(django_assert_max_num_queries):
    with django_assert_max_num_queries(120):
        assert load_enterprises() == 10_000
        assert load_enterprises() == 0
    assert Enterprise.objects.filter(demonstration=True).count() == 10_000
    assert (
        Listing(ENTERPRISES, Enterprise.objects.all(), {"status": "in_business"}, ALL_CLASSES).count > 7_000
    )

    def amount(code: str, month: int, known: str) -> Decimal:
        period = Period.to_month(2019, month)
        (found,) = [o for o in measures.observations(code, known_at=at(known)) if o.period == period]
        return found.value.amount

    # Stock and flow tell the same: what came less what went is the difference of the stock.
    for month in range(3, 7):
        stock = amount("registered_entities", month, "2019-07-19")
        before = amount("registered_entities", 2, "2019-07-19")
        came, went = (
            amount(code, month, "2019-07-19") - amount(code, 2, "2019-07-19")
            for code in ("registered_entities_new", "registered_entities_closed")
        )
        assert came > 0
        assert went > 0
        assert stock - before == came - went
    # In the middle of May the list of May had not come.
    assert amount("registered_entities_closed", 4, "2019-05-15") == amount(
        "registered_entities_closed", 4, "2019-07-19"
    )
    assert amount("registered_entities_new", 5, "2019-06-03") < amount(
        "registered_entities_new", 5, "2019-06-05"
    )
