"""What can each role of the database do, when the SQL is whatever somebody slipped in?"""

from datetime import date

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from guatu.base.errors import GuatuError
from guatu.kernel.access import database_roles
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.database_grants import set_right
from guatu.kernel.access.database_roles import (
    APP,
    PORTAL,
    STATISTICS,
    as_portal,
    as_statistics,
    open_to_portal,
    protect,
    store_apart,
    vouched,
)
from guatu.kernel.access.models import Department
from guatu.kernel.access.rights import Role
from guatu.kernel.ledger.context import action
from guatu.kernel.ledger.sealing import own_connection, seal
from guatu.zone.enterprises.models import Contact, Enterprise, Title
from tests.ambient_action import empty_ledger
from tests.kernel.access.firms import make_firm

pytestmark = pytest.mark.django_db
DENIED = psycopg.errors.InsufficientPrivilege


@pytest.fixture
def firms(monkeypatch) -> tuple[Enterprise, Enterprise]:
    """Two firms with a contact and a title each; contacts are protected, titles stand apart as well."""
    monkeypatch.setattr(database_roles, "_protected", {})
    protect(Contact)
    protect(Title, writes=("INSERT",))
    store_apart(Title)
    open_to_portal(Department)
    made = make_firm("甲", 0), make_firm("乙", 1)
    for firm in made:
        Contact.objects.create(enterprise=firm, name=f"{firm.name}人", source="x", as_of=date(2019, 7, 1))
        Title.objects.create(enterprise=firm, name=f"{firm.name}奖", valid_from=date(2019, 1, 1), source="x")
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert set_right(connection.connection)
    return made


def run(statement: str, *values: object) -> list[tuple[object, ...]]:
    """Runs SQL as it is, past Django; what is refused leaves the transaction as it was before."""
    plain = connection.connection
    with plain.transaction():
        done = plain.execute(statement, values)
        return done.fetchall() if done.description else [(done.rowcount,)]


def names(table: str) -> list[str]:
    return sorted(str(name) for (name,) in run(f"SELECT name FROM {table}"))


def test_the_portal_sees_exactly_the_rows_of_its_enterprise(firms):
    for firm in firms:
        with as_portal(firm.pk):
            assert names("enterprises_contact") == [f"{firm.name}人"]
            assert names("enterprises_title") == [f"{firm.name}奖"]
            assert run("SELECT count(*) FROM enterprises_contact WHERE enterprise_id <> %s", firm.pk) == [
                (0,)
            ]
    assert len(names("enterprises_contact")) == 2


def test_the_portal_writes_its_own_rows_and_nobody_elses(firms):
    own, other = firms
    insert = (
        "INSERT INTO enterprises_contact (enterprise_id, name, post, phone, email, source, as_of) "
        "VALUES (%s, '新', '', '', '', 'x', '2019-07-01')"
    )
    with action("test.write", by=None), as_portal(own.pk):
        assert run("UPDATE enterprises_contact SET post = '甲' WHERE true") == [(1,)]
        assert run(insert, own.pk) == [(1,)]
        for statement, values in (
            (insert, (other.pk,)),
            ("UPDATE enterprises_contact SET enterprise_id = %s", (other.pk,)),
            ("DELETE FROM enterprises_contact", ()),
            ("UPDATE enterprises_title SET name = '最'", ()),
        ):
            with pytest.raises(DENIED):
                run(statement, *values)
    assert list(Contact.objects.filter(enterprise=other).values_list("post", flat=True)) == [""]


def test_the_portal_reads_what_is_opened_to_it_and_no_other_table(firms):
    with as_portal(firms[0].pk):
        assert run("SELECT count(*) FROM access_department") == [(0,)]
        for table in ("auth_user", "plan_plan", "django_session", "ledger_entry", "access_vouching_key"):
            with pytest.raises(DENIED):
                run(f"SELECT 1 FROM {table}")
        with pytest.raises(DENIED):
            run("UPDATE access_department SET name_zh = ''")


def test_to_name_another_enterprise_is_not_enough(firms):
    own, other = firms
    with as_portal(own.pk):
        ((said,),) = run("SELECT current_setting('guatu.enterprise')")
        seal = str(said).partition(".")[2]
        for claim in (
            str(other.pk),
            f"{other.pk}.{seal}",
            f"{other.pk}.",
            f"{other.pk}.{'0' * 64}",
            f"{own.pk}.{seal[:-1]}",
            vouched("enterprise", str(other.pk), connection.connection.info.backend_pid + 1),
            vouched("statistics", str(other.pk), connection.connection.info.backend_pid),
        ):
            with connection.connection.transaction(force_rollback=True):
                run("SELECT set_config('guatu.enterprise', %s, true)", claim)
                with pytest.raises(DENIED):
                    run("SELECT * FROM enterprises_contact")
        assert names("enterprises_contact") == [f"{own.name}人"]


def test_without_an_enterprise_the_portal_sees_none(firms):
    with as_portal(firms[0].pk):
        run("SELECT set_config('guatu.enterprise', '', true)")
        assert names("enterprises_contact") == []


def test_the_key_of_what_is_vouched_for_is_read_by_nobody(firms):
    for role in (APP, PORTAL, STATISTICS):
        with connection.connection.transaction(force_rollback=True):
            run(f"SET LOCAL ROLE {role}")
            with pytest.raises(DENIED):
                run("SELECT key FROM access_vouching_key")
            ((body,),) = run("SELECT prosrc FROM pg_proc WHERE proname = 'access_vouched'")
            assert database_roles.vouching_key().hex() not in str(body)


def test_one_who_turns_into_another_role_has_no_more_micro_data(firms):
    own, _other = firms
    with as_portal(own.pk):
        run("SELECT set_config('role', 'guatu_statistics', true)")
        assert names("enterprises_title") == []
        run("SELECT set_config('role', 'guatu_app', true)")
        with pytest.raises(DENIED):
            names("enterprises_title")
        run("SELECT set_config('role', 'guatu_portal', true)")
        assert names("enterprises_title") == [f"{own.name}奖"]


def test_the_store_of_micro_data_is_open_to_statistics_alone(firms):
    with as_statistics():
        assert len(names("enterprises_title")) == 2
        assert len(names("enterprises_contact")) == 2
        with action("test.write", by=None):
            assert run("UPDATE enterprises_title SET issuer = '局'") == [(2,)]
    with connection.connection.transaction(force_rollback=True):
        run("SET LOCAL ROLE guatu_app")
        assert len(names("enterprises_contact")) == 2
        with pytest.raises(DENIED):
            names("enterprises_title")
        run("SET LOCAL ROLE guatu_statistics")
        assert names("enterprises_title") == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE plan_plan DISABLE TRIGGER ALL",
        "ALTER TABLE enterprises_contact DISABLE ROW LEVEL SECURITY",
        "DROP TRIGGER ledger_update ON plan_plan",
        "DROP TABLE plan_plan CASCADE",
        "TRUNCATE plan_plan CASCADE",
        "CREATE TABLE hidden (x int)",
        "CREATE OR REPLACE FUNCTION access_vouched(kind text) RETURNS text LANGUAGE sql AS 'SELECT kind'",
        "SET session_replication_role = replica",
        "UPDATE ledger_entry SET after = NULL",
        "DELETE FROM ledger_entry",
        "INSERT INTO ledger_entry (xact, action, relation, key, op) VALUES (1, NULL, 'x', '1', 'found')",
        "DELETE FROM ledger_checkpoint",
        "UPDATE ledger_leaf SET seq = 1",
        "SELECT ledger_refer('plan_plan', '1', 'x', 'y')",
        "DELETE FROM django_migrations",
        "CREATE ROLE another SUPERUSER",
        "ALTER ROLE guatu_app SUPERUSER",
        "COPY plan_plan TO PROGRAM 'true'",
    ],
)
def test_pages_and_jobs_cannot_touch_what_holds_them(firms, statement):
    with connection.connection.transaction(force_rollback=True):
        run("SET LOCAL ROLE guatu_app")
        with pytest.raises((DENIED, psycopg.errors.RaiseException)) as refused:
            run(statement)
        assert isinstance(refused.value, DENIED)


def test_a_role_ends_with_its_block_also_where_it_failed(firms):
    def role() -> object:
        return run("SELECT current_user, current_setting('guatu.enterprise', true)")[0]

    before = role()
    with as_portal(firms[0].pk):
        assert role() != before
    assert role()[0] == before[0]
    assert not role()[1]
    with pytest.raises(ZeroDivisionError), as_statistics():
        raise ZeroDivisionError
    assert role()[0] == before[0]


def test_nobody_is_two_roles_at_once(firms):
    with as_portal(firms[0].pk):
        with as_portal(firms[0].pk):
            assert names("enterprises_contact") == [f"{firms[0].name}人"]
        for other in (as_portal(firms[1].pk), as_statistics()):
            with pytest.raises(GuatuError) as refused, other:
                pass
            assert refused.value.code == "role_within_role"


def test_without_the_roles_the_doors_stay_shut(firms, monkeypatch):
    monkeypatch.setattr(database_roles, "STATISTICS", "guatu_nobody")
    with pytest.raises(GuatuError) as refused, transaction.atomic(), as_statistics():
        pass
    assert refused.value.code == "no_database_role"


def test_setting_right_twice_changes_nothing_and_takes_back_what_was_slipped_in(firms):
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON auth_user TO guatu_portal; GRANT SELECT ON auth_user TO PUBLIC")
    set_right(connection.connection)
    with as_portal(firms[0].pk), pytest.raises(DENIED):
        run("SELECT 1 FROM auth_user")


def test_what_is_no_longer_declared_is_no_longer_granted(firms, monkeypatch):
    monkeypatch.setattr(database_roles, "_protected", {})
    set_right(connection.connection)
    with as_portal(firms[0].pk), pytest.raises(DENIED):
        names("enterprises_contact")
    with connection.connection.transaction(force_rollback=True):
        run("SET LOCAL ROLE guatu_app")
        assert len(names("enterprises_title")) == 2


def test_pages_work_in_the_role_of_the_pages(firms):
    user = User.objects.create_user("lin", password="a long word of passage")
    assign_role(user, Role.SUPERVISION, by=None)
    client = Client()
    with connection.connection.transaction(force_rollback=True):
        run("SET LOCAL ROLE guatu_app")
        client.force_login(user)
        for address in ("/", "/wall/", "/figures/", "/registries/enterprises/"):
            assert client.get(address).status_code == 200
        with action("test.rename", by=user):
            User.objects.filter(pk=user.pk).update(first_name="桐")
        ((relations,),) = run(
            "SELECT array_agg(relation) FROM ledger_entry e WHERE action IN "
            "(SELECT id FROM ledger_action WHERE verb = 'test.rename')"
        )
        assert "auth_user" in relations


@pytest.mark.django_db(transaction=True)
def test_an_account_of_its_own_can_do_nothing_once_the_role_is_taken_off():
    said = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE guatu_web_test LOGIN NOINHERIT PASSWORD 'only for this test'")
        cursor.execute("GRANT guatu_app, guatu_portal, guatu_statistics TO guatu_web_test")
    try:
        with psycopg.connect(
            host=said["HOST"],
            dbname=said["NAME"],
            user="guatu_web_test",
            password="only for this test",
            options="-c role=guatu_app",
            autocommit=True,
        ) as plain:
            assert plain.execute("SELECT count(*) FROM auth_user").fetchone() == (0,)
            plain.execute("RESET ROLE")
            assert plain.execute("SELECT current_user").fetchone() == ("guatu_app",)
            plain.execute("SET ROLE NONE")
            assert plain.execute("SELECT current_user").fetchone() == ("guatu_web_test",)
            for statement in ("SELECT 1 FROM auth_user", "SELECT 1 FROM statistics_return", "SET ROLE guatu"):
                with pytest.raises(DENIED):
                    plain.execute(statement)
            plain.execute("SET ROLE guatu_statistics")
            assert plain.execute("SELECT count(*) FROM statistics_return").fetchone() == (0,)
            plain.execute("SET guatu.statistics = 'all.0'")
            with pytest.raises(DENIED):
                plain.execute("SELECT access_for_statistics()")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY guatu_web_test; DROP ROLE guatu_web_test")


@pytest.mark.django_db(transaction=True)
def test_the_sealer_works_in_the_role_of_the_jobs(settings, tmp_path, monkeypatch):
    settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS = tmp_path / "key", tmp_path / "checkpoints"
    empty_ledger()
    with action("test.write", by=None):
        Department.objects.create(code="x", name_zh="x")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c role=guatu_app")
    with own_connection() as sealers:
        assert sealers.execute("SELECT current_user").fetchone() == (APP,)
    assert seal() is not None
    assert len(list((tmp_path / "checkpoints").glob("0*.txt"))) == 1
