"""Do the pages of ladder, visits and burden show what they should, to whom they may, in few queries?"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.access.models import Department
from guatu.kernel.burden.actions import count_form
from guatu.kernel.burden.models import Tally
from guatu.kernel.directory import AuthorisedCopy, KnownValue
from guatu.kernel.registry.actions import insert_record, insert_records
from guatu.zone.enterprises.actions import (
    add_title,
    change_enterprise,
    join_group,
    keep_copies,
    open_account,
    plan_inspection,
    plan_visit,
    raise_question,
    reach_stage,
)
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import EnterpriseAccount, Inspection, ScaleSpell, Visit, VisitTask
from guatu.zone.enterprises.registry import BUDGET_REGISTRY, ENTERPRISES, GROUP_REGISTRY

pytestmark = pytest.mark.django_db
TODAY = date(2019, 7, 18)
PAGES = (
    "/enterprises/ladder",
    "/enterprises/ladder/title",
    "/enterprises/ladder/listing",
    "/enterprises/visits",
    "/enterprises/visits/unvisited",
    "/enterprises/visits/questions",
    "/enterprises/visits/exceptions",
    "/enterprises/burden",
)
PANELS = ("dealings", "ladder", "economy", "burden")


@pytest.fixture(autouse=True)
def _july():
    with clock.use(datetime(2019, 7, 18, 9, tzinfo=clock.ZONE_TIME)):
        yield


def user_of(role: str) -> User:
    user = User.objects.create_user(f"{role}-1", first_name="梅", last_name="方")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def clerk(db):
    return user_of("staff")


@pytest.fixture
def firms(clerk):
    values = [v for v in make_enterprises(300, date(2019, 2, 28)) if v["status"] == "in_business"]
    made = insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))
    return [f for f in made if f.industry[0] == "C" and f.scale == "below" and f.kind == "company"]


def know(firm, amount: str, period: Period) -> None:
    value = KnownValue("main_revenue", period, Decimal(amount), "万元", "企业授权", date(2019, 7, 10))
    keep_copies([AuthorisedCopy(firm.pk, value, "入规培育", date(2020, 12, 31))], by=None)


@pytest.fixture
def year(firms, clerk):
    """Something of everything: a candidate, a title, a visit with a question, an exception, a typed form."""
    know(firms[0], "1000", Period.of_half(2019, 1))
    know(firms[1], "2300", Period.of_year(2018))
    add_title(
        firms[2],
        name="高新技术企业",
        valid_from=date(2016, 12, 1),
        valid_to=date(2019, 11, 30),
        by=clerk,
        source="x",
    )
    reach_stage(
        firms[0], stage="tutoring", reached_on=date(2019, 5, 1), by=clerk, source="金融办", obstacle="权证"
    )
    change_enterprise(firms[0], {"service_officer": clerk.pk}, by=clerk, source="分工")
    change_enterprise(firms[3], {"service_officer": clerk.pk}, by=clerk, source="分工")
    group = insert_record(GROUP_REGISTRY, {"name": "星野澄远集团"}, source="年报")
    join_group(group, enterprise=firms[0], since=date(2018, 1, 1), by=clerk, source="年报")
    values = {
        "enterprise": firms[0].pk,
        "topic": "入规培育",
        "visitor": clerk.pk,
        "planned_on": date(2019, 7, 2),
    }
    made = plan_visit({**values, "state": "made", "made_on": date(2019, 7, 2)}, by=clerk, source="台账")
    plan_visit(
        {**values, "planned_on": date(2019, 7, 22), "exception_reason": "来函请求"}, by=clerk, source="计划"
    )
    office = Department.objects.create(code="gongdian", name_zh="供电所")
    raise_question(made, question="用电增容", department=office, due=date(2019, 7, 10), by=clerk)
    checked = {"enterprise": firms[0].pk, "body": "应急局", "matter": "消防", "basis": "消防法"}
    plan_inspection({**checked, "planned_on": date(2019, 8, 1)}, by=clerk, source="计划")
    person = User.objects.create_user("qiye", last_name="许")
    open_account(firms[0], person, by=clerk, title="统计员")
    count_form("returns.gone", ["main_revenue"], by=person, prefilled=["employees"])
    return firms


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_board_names_the_month_and_the_reason(client, clerk, year):
    client.force_login(clerk)
    page = text_of(client, "/enterprises/ladder")
    assert year[0].name in page
    assert "100.0 %" in page
    lines = client.get("/enterprises/ladder").context["lines"]
    assert [(line.known.enterprise.pk, line.view.prospect) for line in lines] == [
        (year[1].pk, "crossed"),
        (year[0].pk, "within_reach"),
    ]


def test_a_board_is_narrowed_by_standing_industry_care_and_name(client, clerk, year):
    client.force_login(clerk)

    def found(query: str) -> set[int]:
        return {
            line.known.enterprise.pk for line in client.get(f"/enterprises/ladder?{query}").context["lines"]
        }

    assert found("standing=crossed") == {year[1].pk}
    assert found("section=A") == set()
    assert found("mine=1") == {year[0].pk}
    assert found(f"q={year[1].name[2:5]}") == {year[1].pk}
    assert found("standing=nothing&section=ZZ&step=x") == {year[0].pk, year[1].pk}
    assert len(found("standing=on_list")) > 5


def test_titles_and_stages_are_told(client, clerk, year):
    client.force_login(clerk)
    titles = client.get("/enterprises/ladder/title").context["lines"]
    assert [line.known.enterprise.pk for line in titles] == [year[2].pk]
    assert "2019-11-30" in text_of(client, "/enterprises/ladder/title")
    listing = text_of(client, "/enterprises/ladder/listing")
    assert year[0].name in listing
    assert "权证" in listing
    assert client.get("/enterprises/ladder/nothing").status_code == 404


def test_visits_blind_spots_questions_and_exceptions(client, clerk, year):
    client.force_login(clerk)
    assert year[0].name in text_of(client, "/enterprises/visits")
    alone = client.get("/enterprises/visits/unvisited").context["firms"]
    assert [firm.pk for firm in alone] == [year[3].pk]
    assert client.get("/enterprises/visits/unvisited?days=7&mine=1").context["days"] == 90
    assert "用电增容" in text_of(client, "/enterprises/visits/questions")
    assert "来函请求" in text_of(client, "/enterprises/visits/exceptions")
    assert client.get("/enterprises/visits/nothing").status_code == 404


def test_a_visit_is_made_and_its_question_settled_on_the_page(client, clerk, year):
    client.force_login(clerk)
    planned = Visit.objects.get(state="planned")
    assert f"/visits/{planned.pk}/make" in text_of(client, f"/registries/visits/{planned.pk}")
    client.post(f"/visits/{planned.pk}/make", {"on": "2019-07-30"})
    assert Visit.objects.get(pk=planned.pk).state == "planned"
    client.post(f"/visits/{planned.pk}/make", {"on": "x"})
    client.post(f"/visits/{planned.pk}/make", {"on": "2019-07-18", "said": "订单饱满"})
    made = Visit.objects.get(pk=planned.pk)
    assert (made.state, made.made_on, made.findings) == ("made", TODAY, "订单饱满")
    task = VisitTask.objects.get()
    client.post(f"/visits/questions/{task.pk}", {"answer": " "})
    assert VisitTask.objects.get().done_on is None
    answer = client.post(f"/visits/questions/{task.pk}", {"answer": "7月18日送电", "back": "questions"})
    assert answer["Location"] == "/enterprises/visits/questions"
    assert VisitTask.objects.get().answer == "7月18日送电"
    client.post(f"/visits/questions/{task.pk}", {"reopen": "1"})
    assert VisitTask.objects.get().done_on is None
    inspection = Inspection.objects.get()
    client.post(f"/inspections/{inspection.pk}/cancel")
    assert Inspection.objects.get().state == "cancelled"


def test_a_visit_over_the_budget_is_refused_in_the_form_until_it_has_a_reason(client, clerk, year):
    values = {"code": "v", "coming": "visit", "most": 1, "span": "quarter", "since": date(2019, 1, 1)}
    insert_record(BUDGET_REGISTRY, values, source="通知")
    client.force_login(clerk)
    typed = {"enterprise": year[0].uscc, "topic": "x", "visitor": clerk.pk, "planned_on": "2019-08-01"}
    typed |= {"state": "planned", "known_from": "计划", "known_as_of": "2019-07-18"}
    refused = client.post("/registries/visits/new", typed)
    assert refused.status_code == 422
    assert year[0].name in refused.content.decode()
    assert client.post("/registries/visits/new", typed | {"exception_reason": "来函"}).status_code == 302


def test_the_page_of_an_enterprise_shows_everything(client, clerk, year):
    client.force_login(clerk)
    page = text_of(client, f"/registries/enterprises/{year[0].pk}")
    for said in ("星野澄远集团", "统计员", "2019-07-02", "入规培育"):
        assert said in page
    base = f"/registries/enterprises/{year[0].pk}/panels/"
    assert "用电增容" in text_of(client, f"{base}dealings")
    assert "国科发火" in text_of(client, f"{base}ladder")
    assert "企业授权" in text_of(client, f"{base}economy")
    assert "returns.gone" in text_of(client, f"{base}burden")


def test_what_staff_type_into_a_form_is_counted_about_the_enterprise(client, clerk, firms):
    client.force_login(clerk)
    typed = {"enterprise": firms[0].uscc, "topic": "x", "visitor": clerk.pk, "planned_on": "2019-08-01"}
    source = {"known_from": "走访", "known_as_of": "2019-07-18"}
    client.post("/registries/visits/new", typed | source | {"state": "planned"})
    tally = Tally.objects.get()
    assert (tally.form, tally.enterprise_id, tally.by_enterprise) == ("visits", firms[0].pk, False)
    assert tally.elements == dict.fromkeys(("enterprise", "topic", "visitor", "planned_on", "state"), 1)
    visit = Visit.objects.get()
    client.post(
        f"/registries/visits/{visit.pk}/change", typed | source | {"state": "planned", "topic": "用电"}
    )
    assert Visit.objects.get().topic == "用电"
    assert Tally.objects.get().elements["topic"] == 2
    assert Tally.objects.get().elements["visitor"] == 1


def test_a_firm_enters_and_leaves_the_list_on_its_page(client, clerk, firms):
    client.force_login(clerk)
    page = f"/registries/enterprises/{firms[0].pk}"
    entered = {"scale": "industry", "since": "2018-01-01", "source": "统计局批复"}
    assert client.post(f"{page}/scale/new", entered).status_code == 302
    spell = ScaleSpell.objects.get()
    leave = f"/enterprises/scale/{spell.pk}/leave"
    assert leave in text_of(client, f"{page}/panels/ladder")
    client.post(leave, {"on": "2019-07-01"})
    client.post(leave, {"on": "x", "source": "统计局"})
    assert ScaleSpell.objects.get().until is None
    client.post(leave, {"on": "2019-07-01", "source": "统计局"})
    assert ScaleSpell.objects.get().until == date(2019, 7, 1)
    step = {"stage": "tutoring", "reached_on": "2019-05-01", "source": "金融办"}
    assert client.post(f"{page}/listing/new", step).status_code == 302


def test_the_security_administrator_opens_and_closes_accounts(client, clerk, firms):
    client.force_login(clerk)
    assert client.get("/enterprises/accounts").status_code == 403
    client.force_login(user_of("security_admin"))
    typed = {"enterprise": "星野无此企业", "username": "qiye9", "family_name": "许", "title": "统计员"}
    wrong = client.post("/enterprises/accounts", typed)
    assert wrong.status_code == 422
    assert 'value="qiye9"' in wrong.content.decode()
    typed["enterprise"] = firms[0].uscc
    answer = client.post("/enterprises/accounts", typed)
    account = EnterpriseAccount.objects.select_related("user").get()
    assert answer["Location"] == f"/accounts/{account.user_id}/"
    assert not account.user.has_usable_password()
    assert own_enterprise(account.user) == firms[0].pk
    assert client.post("/enterprises/accounts", typed).status_code == 422
    assert "统计员" in text_of(client, "/enterprises/accounts")
    client.post(f"/enterprises/accounts/{account.pk}/close")
    assert own_enterprise(account.user) is None


@pytest.mark.parametrize(
    "role", ["supervision", "staff", "leader", "auditor", "statistics", "system_admin", ""]
)
def test_who_may_see_what(role, client, year):
    client.force_login(
        (User.objects.filter(username=f"{role}-1").first() or user_of(role))
        if role
        else User.objects.create_user("nobody")
    )
    reads = role not in ("", "system_admin")
    commercial = role in ("supervision", "staff", "leader")
    for address in PAGES:
        may = commercial if "ladder" in address else reads
        assert client.get(address).status_code == (200 if may else 403), address
    for panel in PANELS:
        answer = client.get(f"/registries/enterprises/{year[0].pk}/panels/{panel}").status_code
        hidden = panel in ("ladder", "economy") and not commercial
        assert answer == (403 if not reads else 404 if hidden else 200), panel
    writes = role in ("supervision", "staff")
    planned = Visit.objects.get(state="planned")
    assert client.post(f"/visits/{planned.pk}/cancel").status_code == (302 if writes else 403)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_keeps_its_number_of_queries_however_many_firms(address, client, clerk, year):
    client.force_login(clerk)
    client.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        return len(made)

    few = queries()
    for firm in year[4:24]:
        know(firm, "1000", Period.of_half(2019, 1))
        change_enterprise(firm, {"service_officer": clerk.pk}, by=clerk, source="分工")
        values = {"enterprise": firm.pk, "topic": "x", "visitor": clerk.pk, "planned_on": date(2019, 7, 22)}
        plan_visit({**values, "exception_reason": "x"}, by=clerk, source="计划")
        reach_stage(firm, stage="reserve", reached_on=date(2019, 5, 1), by=clerk, source="金融办")
    assert queries() <= few <= 20


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_fit_their_window_and_say_nothing_wrong(width, transactional_db, request):
    # Made here, because a page of a browser sees what is committed alone.
    clerk = user_of("staff")
    values = [v for v in make_enterprises(120, date(2019, 2, 28)) if v["status"] == "in_business"]
    firms = insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))
    (firm,) = [f for f in firms if f.industry[0] == "C" and f.scale == "below" and f.kind == "company"][:1]
    know(firm, "1000", Period.of_half(2019, 1))
    live_server = request.getfixturevalue("live_server")
    page = request.getfixturevalue("sign_in")(clerk)
    page.set_viewport_size({"width": width, "height": 860})
    panels = (f"/registries/enterprises/{firm.pk}/panels/{panel}" for panel in PANELS)
    for address in (*PAGES, *panels):
        page.goto(live_server.url + address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over == 0, address
        assert page.locator("h1").count() == 1, address
