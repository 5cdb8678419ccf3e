"""Does everybody's morning show what turned, what waits and what comes: that, and nothing of others?"""

import uuid
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from mornings import MONDAY, person

from guatu.base import clock
from guatu.kernel.access.actions import record_leave
from guatu.kernel.access.models import Viewing
from guatu.kernel.jobs.models import Failure
from guatu.kernel.registry.actions import insert_record
from guatu.plan.actions.answering import return_assignment
from guatu.plan.items import ref_of
from guatu.surfaces.desk.models import MorningMark
from guatu.surfaces.desk.morning.marking import mark_seen, take_mark_back
from guatu.surfaces.desk.morning.page import MOST, compose
from guatu.surfaces.desk.morning.providers import coming, turned, waiting
from guatu.surfaces.desk.morning.rows import Reach, Urgency, reached
from guatu.surfaces.desk.morning.since import friday_before, since_when
from guatu.surfaces.desk.morning.wording import by_in_words, since_in_words
from guatu.zone.enterprises.actions import plan_visit, raise_question
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise, Visit
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
#: What a warm morning may ask of the database, whatever the number of rows.
MOST_QUERIES = 45


def _kinds(rows):
    return [row.kind for row in rows]


def _turned(user, since="2019-07-19"):
    found = since_when(user, since, TODAY)
    return turned(user, frozenset({"wall.view", "figures.view"}), found.moment)


# Since when


@pytest.mark.parametrize(
    ("day", "friday"),
    [("2019-07-22", "2019-07-19"), ("2019-07-19", "2019-07-12"), ("2019-07-20", "2019-07-19")],
)
def test_without_a_mark_it_is_told_since_the_last_friday(day, friday):
    assert friday_before(date.fromisoformat(day)) == date.fromisoformat(friday)


def test_a_mark_is_remembered_and_can_be_taken_back(office):
    assert since_when(office, "", TODAY).day == date(2019, 7, 19)
    mark = mark_seen(by=office)
    assert since_when(office, "", TODAY).moment == mark.at
    take_mark_back(mark, by=office)
    assert since_when(office, "", TODAY).day == date(2019, 7, 19)


@pytest.mark.parametrize("asked", ["2019-07-01", "2030-01-01", "1900-01-01", "yesterday", "\x00", ""])
def test_the_address_may_ask_for_any_day(office, asked):
    assert since_when(office, asked, TODAY).day <= TODAY


# What turned


def test_what_turned_red_comes_first_with_its_reason(office, reddened):
    rows = _turned(office)
    assert [(row.was, row.light) for row in rows] == [("on_track", "behind"), ("on_track", "done")]
    assert rows[0].reason == "Parked: 因behind"
    assert rows[0].address == reverse("wall:target", args=[reddened.pk])
    assert rows[0].urgency is Urgency.LATE


def test_what_turned_before_is_not_told_again(office, reddened):
    assert _kinds(_turned(office, "2019-07-21")) == []
    assert len(_turned(office, "2019-07-20")) == 1


def test_a_department_sees_its_own_first_and_may_widen(clerk, finance, reddened):
    clerk_rows = _turned(clerk)
    own = frozenset([reddened.lead_id])
    assert [row.light for row in reached(clerk_rows, Reach.DEPARTMENT, clerk, own)] == ["behind"]
    assert len(reached(clerk_rows, Reach.ZONE, clerk, own)) == 2
    column = compose(clerk, "", since_when(clerk, "2019-07-19", TODAY), TODAY).columns[0]
    assert (column.count, column.elsewhere) == (1, 1)


def test_the_auditor_is_told_who_saw_the_pages_as_somebody_else(office):
    auditor, keeper = person("shen", "auditor"), person("keeper", "security_admin")
    Viewing.objects.create(viewer=keeper, viewed=office, reason="帮助", began_at=MONDAY, ends_at=MONDAY)
    rows = turned(auditor, frozenset({"readings.view"}), MONDAY - timedelta(days=3))
    assert [row.reason for row in rows] == ["帮助"]


# What waits


def test_an_assignment_waits_for_its_department_alone(clerk, followed, office):
    rows = [row for row in waiting(clerk) if row.kind == "assignment"]
    own = followed.tasks.count() + followed.targets.filter(lead__code="industry").count()
    assert len(rows) == own
    assert all(row.answers for row in rows)
    assert "assignment" not in _kinds(waiting(office))


def test_a_returned_one_waits_for_the_supervision_office(clerk, followed, office):
    task = followed.tasks.first()
    return_assignment(task, reason="应由招商局牵头", by=clerk)
    (row,) = [row for row in waiting(office) if row.kind == "returned"]
    assert "应由招商局牵头" in row.reason
    assert ref_of(task) not in [row.answers for row in waiting(clerk)]


def test_failed_jobs_wait_for_the_system_administrator(office):
    Failure.objects.create(key="k", name="plan.turn_lights", job=1, reason="Boom")
    keeper = person("keeper", "system_admin")
    assert _kinds(waiting(keeper)) == ["job"]
    assert _kinds(waiting(office)) == []


def test_accounts_without_a_role_wait_for_the_security_administrator(industry):
    fresh = person("fresh", "staff", industry)
    fresh.groups.clear()
    assert _kinds(waiting(person("keeper", "security_admin"))) == ["account"]


def test_the_statistics_officer_asks_the_store_of_returns(db):
    assert waiting(person("stat", "statistics")) == []


@pytest.fixture
def firm(db):
    values = next(v for v in make_enterprises(30, date(2019, 2, 28)) if v["status"] == "in_business")
    return insert_record(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))


def _visit(firm: Enterprise, clerk: User, on: date) -> Visit:
    values = {"enterprise": firm.pk, "topic": "用工", "visitor": clerk.pk, "planned_on": on}
    return plan_visit(values, by=clerk, source="走访计划")


def test_questions_and_visits_wait_once_their_day_is_over(clerk, firm, industry):
    day = TODAY - timedelta(days=2)
    with clock.use(MONDAY - timedelta(days=10)):
        visit = _visit(firm, clerk, day)
        raise_question(visit, question="缺用工", department=industry, due=day, by=clerk)
    rows = waiting(clerk)
    assert sorted(_kinds(rows)) == ["question", "visit"]
    assert all(row.urgency is Urgency.LATE for row in rows)
    assert _kinds(waiting(person("leader", "leader"))) == []


# What comes


def test_tasks_visits_and_absences_come_in_the_order_of_their_days(clerk, firm, followed, industry):
    followed.tasks.filter(pk=followed.tasks.first().pk).update(due=TODAY + timedelta(days=3))
    _visit(firm, clerk, TODAY + timedelta(days=1))
    colleague = person("li", "staff", industry)
    record_leave(
        colleague,
        first_day=TODAY + timedelta(days=2),
        last_day=TODAY + timedelta(days=5),
        deputy=clerk,
        by=None,
    )
    rows = coming(clerk)
    assert _kinds(rows) == ["visit", "leave", "task"]
    assert "you stand in" in rows[1].reason
    assert _kinds(coming(person("keeper", "system_admin"))) == []


# The page


@pytest.mark.parametrize(
    "role", ["supervision", "staff", "leader", "statistics", "auditor", "system_admin", "security_admin"]
)
def test_every_role_begins_at_the_desk(client, role, reddened, industry):
    client.force_login(person("somebody", role, industry if role == "staff" else None))
    page = client.get(reverse("desk:home"))
    assert page.status_code == 200
    text = page.content.decode()
    assert ("behind" in text) == (role not in ("system_admin", "security_admin"))
    assert "Here would stand" in text


def test_an_enterprise_begins_in_its_portal_and_a_stranger_at_the_door(client, db):
    client.force_login(person("firm", "enterprise"))
    assert client.get(reverse("desk:home"))["Location"] == reverse("portal:home")
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(reverse("desk:home")).status_code == 403


def test_a_mark_of_somebody_else_is_not_there(client, office, clerk):
    mark = mark_seen(by=clerk)
    client.force_login(office)
    assert client.post(reverse("desk:morning_unseen", args=[mark.pk])).status_code == 404
    client.force_login(clerk)
    client.post(reverse("desk:morning_unseen", args=[mark.pk]))
    assert MorningMark.objects.filter(taken_back_at=None).count() == 0


def test_a_column_shows_so_many_and_the_rest_at_a_click(clerk, followed):
    for _each in range(MOST + 3):
        task = followed.tasks.first()
        task.pk, task.identity = None, uuid.uuid4()
        task.save()
    column = compose(clerk, "", since_when(clerk, "", TODAY), TODAY).columns[1]
    assert sum(len(group.lines) for group in column.first) == MOST
    assert column.rest_count == column.count - MOST


def test_an_assignment_is_accepted_and_returned_from_the_row(client, clerk, followed):
    first, second = followed.tasks.order_by("pk")[:2]
    client.force_login(clerk)
    posted = {"items": ref_of(first), "next": "/?reach=mine"}
    assert client.post(reverse("desk:assignments_accept"), posted)["Location"] == "/?reach=mine"
    reason = {f"reason-{ref_of(second)}": "应由招商局牵头", "next": "https://elsewhere.example/"}
    gone = client.post(reverse("desk:assignment_return", args=[ref_of(second)]), reason)
    assert gone["Location"] == reverse("desk:assignment", args=[ref_of(second)])
    left = [row.answers for row in waiting(clerk)]
    assert ref_of(first) not in left
    assert ref_of(second) not in left
    assert "应由招商局牵头" in client.get(gone["Location"]).content.decode()


@pytest.mark.parametrize("role", ["auditor", "system_admin", "enterprise"])
def test_others_do_not_answer_for_a_department(client, role, followed):
    client.force_login(person("other", role))
    task = ref_of(followed.tasks.first())
    assert client.post(reverse("desk:assignments_accept"), {"items": task}).status_code == 403
    assert client.post(reverse("desk:assignment_return", args=[task])).status_code == 403
    assert client.post(reverse("desk:assignment_ask", args=[task])).status_code == 403


@pytest.mark.parametrize("ref", ["project-1", "target-999999", "nothing", "identity-1"])
def test_what_is_no_assignment_has_no_page(client, clerk, followed, ref):
    client.force_login(clerk)
    assert client.get(reverse("desk:assignment", args=[ref])).status_code == 404


def test_a_morning_asks_little_of_the_database(client, reddened, office, clerk, firm):
    for user in (office, clerk, person("leader", "leader")):
        client.force_login(user)
        client.get(reverse("desk:home"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("desk:home"))
        assert len(asked) <= MOST_QUERIES, [query["sql"][:120] for query in asked]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2019-07-26", "by Friday"),
        ("2019-07-19", "3 days late"),
        ("2019-07-22", "by today"),
        ("2019-08-05", "by "),
    ],
)
def test_until_when_is_said_in_words(due, said):
    assert by_in_words(date.fromisoformat(due), TODAY).startswith(said)
    assert since_in_words(date(2019, 7, 19), TODAY) == "Friday"
