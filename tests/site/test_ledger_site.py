"""Is every table of the product in the ledger, every page's write an action, and every history readable?"""

from datetime import date, datetime
from types import ModuleType

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from guatu.base import clock
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.models import Department
from guatu.kernel.access.rights import Role
from guatu.kernel.ledger.context import action
from guatu.kernel.ledger.history import MASK, HistoryPart, Proof, history_of
from guatu.kernel.ledger.tables import OWN
from guatu.kernel.ledger.triggers import untriggered
from guatu.kernel.registry.declaration import all_registries
from guatu.site.ledger_policy import POLICY
from guatu.zone.enterprises.models import Contact, Enterprise
from guatu.zone.statistics.actions import preview_import

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime(2018, 6, 1, 9, 30, tzinfo=clock.ZONE_TIME)


@pytest.fixture
def strict():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL guatu.ambient = off")


@pytest.fixture
def clerk():
    with action("test.hire", by=None):
        return User.objects.create_user("wang", password="long enough 1", last_name="王", first_name="小明")


def everything(field):
    return True


def all_tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        return cursor.fetchall()


def told(columns):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM ledger_action ORDER BY recorded_at")
        return cursor.fetchall()


def test_every_table_is_ledgered_or_has_a_reason_why_not():
    connection.ensure_connection()
    assert untriggered(connection.connection, POLICY) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'ledger_insert'"
        )
        ledgered = {name for (name,) in cursor.fetchall()}
    tables = {table for table, _column in all_tables()}
    assert tables - ledgered - set(POLICY.unledgered) - OWN == set()
    assert ledgered & set(POLICY.unledgered) == set()
    assert {
        "plan_plan",
        "plan_target",
        "statistics_publishedfigure",
        "auth_user",
        "auth_user_groups",
    } <= ledgered


def test_the_policy_names_only_what_is_there_and_gives_reasons():
    columns = set(all_tables())
    assert set(POLICY.unledgered) <= {table for table, _column in columns}
    assert all(len(reason) > 20 for reason in POLICY.unledgered.values())
    for listed in (POLICY.fingerprinted, POLICY.personal):
        assert {(table, column) for table, names in listed.items() for column in names} <= columns


def test_what_a_registry_calls_personal_enters_by_reference():
    declared = {
        (model._meta.db_table, model._meta.get_field(name).column)
        for registry in all_registries()
        for model, classes in [
            (registry.model, registry.classes),
            *((part.model, part.classes) for part in registry.parts),
        ]
        for name, field_class in classes.items()
        if field_class is FieldClass.PERSONAL
    }
    kept_apart = {(table, column) for table, names in POLICY.personal.items() for column in names}
    assert declared
    assert declared <= kept_apart


@pytest.mark.usefixtures("strict")
def test_the_orm_writes_nothing_without_an_action(clerk):
    for write in (
        lambda: Department(code="x", name_zh="某局").save(),
        lambda: Department.objects.bulk_create([Department(code="x", name_zh="某局")]),
        lambda: User.objects.update(is_staff=True),
        lambda: clerk.delete(),
        lambda: connection.cursor().execute("DELETE FROM auth_user"),
    ):
        with pytest.raises(ProgrammingError, match="no action is open") as refused, transaction.atomic():
            write()
        assert isinstance(refused.value.__cause__, InsufficientPrivilege)


def test_a_function_of_the_product_that_forgets_to_act_is_refused_in_tests_too():
    product = ModuleType("guatu.trial.actions")
    exec(
        "def open_department(model):\n    return model.objects.create(code='x', name_zh='某局')",
        vars(product),
    )
    with pytest.raises(ProgrammingError, match="no action is open"), transaction.atomic():
        product.open_department(Department)
    with action("test.open", by=None):
        product.open_department(Department)
    Department.objects.create(code="y", name_zh="某局")  # what a test prepares needs none


@pytest.mark.usefixtures("strict")
def test_signing_in_is_an_action_of_who_signs_in(client, clerk):
    sent = {"username": "wang", "password": "long enough 1"}
    answer = client.post("/sign-in/", sent, headers={"X-Request-ID": "r-7"})
    assert answer.status_code == 302
    rows = told("verb, actor, request, session")
    ((actor, request, session),) = [row[1:] for row in rows if row[0] == "access.sign_in"]
    assert (actor, request) == (clerk.pk, "r-7")
    assert session.startswith("ref:")


@pytest.mark.usefixtures("strict")
def test_a_password_hash_of_an_older_strength_is_renewed_at_sign_in(client, clerk):
    with action("test.age", by=None):
        User.objects.update(password="pbkdf2_sha256$1$salt$gcYFmLTLJbRYzCYDPVOGzNcp7Dqlqvr3Hmc8hjd4vWE=")
    # Whatever the old hash was of: a wrong password changes nothing and is no error either.
    assert client.post("/sign-in/", {"username": "wang", "password": "wrong"}).status_code == 200


@pytest.mark.usefixtures("strict")
def test_a_history_says_who_when_and_what_in_words(clerk):
    with action("access.open_department", by=clerk, happened_at=LAST_YEAR):
        department = Department.objects.create(code="cyj", name_zh="产业发展局")
    with action("access.rename_department", by=clerk):
        Department.objects.filter(pk=department.pk).update(name_en="Industry")
    changed, created = history_of(department, may_read=everything)
    assert (created.verb, created.op, created.by, created.happened_at) == (
        "access.open_department",
        "insert",
        "王小明",
        LAST_YEAR,
    )
    assert created.recorded_at > LAST_YEAR
    assert created.proof is Proof.WAITING
    (field,) = changed.changes
    assert (field.before, field.after) == (None, "Industry")


def test_a_history_shows_files_by_fingerprint_people_by_name_and_choices_in_words(clerk):
    content = "指标,期间,数值,单位\n地区生产总值,2019-01..2019-03,100,亿元\n".encode()
    figures = preview_import(
        name="a.csv", content=content, publisher="统计局", published_on=date(2019, 1, 1), by=clerk
    )
    (event,) = history_of(figures.document, may_read=everything)
    said = {change.name: change.after for change in event.changes}
    assert any(value and "SHA-256" in value for value in said.values())
    (event,) = history_of(figures, may_read=everything)
    values = {change.after for change in event.changes}
    assert str(figures.document) in values
    assert "王小明" in values
    assert figures.get_state_display() in values


def test_a_field_that_somebody_may_not_read_is_masked_in_its_history(clerk):
    with action("test.rename", by=None):
        User.objects.filter(pk=clerk.pk).update(last_name="张", first_name="")
    (changed, _created) = history_of(clerk, may_read=lambda name: name != "last_name")
    said = {change.field: (change.before, change.after) for change in changed.changes}
    assert said == {"last_name": (MASK, MASK), "first_name": ("小明", None)}


def test_the_history_of_a_record_tells_of_its_parts_and_of_those_removed(clerk):
    with action("test.found", by=clerk):
        moment = {"recorded_at": LAST_YEAR, "changed_at": LAST_YEAR}
        enterprise = Enterprise.objects.create(name="星野重工有限公司", uscc="91430100MA4L000015", **moment)
        contacts = [
            Contact.objects.create(enterprise=enterprise, name=name, source="走访", as_of=date(2019, 1, 1))
            for name in ("王五", "赵六")
        ]
        another = Enterprise.objects.create(name="远山重工有限公司", uscc="91430100MA4L00002X", **moment)
        Contact.objects.create(enterprise=another, name="钱七", source="走访", as_of=date(2019, 1, 1))
    with action("test.remove", by=clerk):
        contacts[0].delete()
    part = HistoryPart(Contact, "enterprise", may_read=lambda name: name != "phone")
    told = history_of(enterprise, may_read=everything, parts=[part])
    assert [(entry.op, bool(entry.part)) for entry in told] == [
        ("delete", True),
        ("insert", True),
        ("insert", True),
        ("insert", False),
    ]
    names = [
        change.before or change.after for entry in told for change in entry.changes if change.field == "name"
    ]
    assert names == ["王五", "赵六", "王五", "星野重工有限公司"]
    newest = history_of(enterprise, may_read=everything, parts=[part], most=3)
    older = history_of(enterprise, may_read=everything, parts=[part], before=newest[-1].seq)
    assert newest + older == told


def test_personal_values_are_shown_until_they_are_erased(clerk):
    (event,) = history_of(clerk, may_read=everything)
    assert "王" in {change.after for change in event.changes}
    with action("access.erase", by=None), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_personal WHERE relation = 'auth_user'")
    (event,) = history_of(clerk, may_read=everything)
    assert "王" not in {change.after for change in event.changes}


def test_giving_a_role_is_recorded_to_the_row_that_links_them(clerk):
    assign_role(clerk, Role.STAFF, by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relation FROM ledger_entry WHERE relation LIKE 'auth_%%' ORDER BY seq")
        assert "auth_user_groups" in {relation for (relation,) in cursor.fetchall()}
