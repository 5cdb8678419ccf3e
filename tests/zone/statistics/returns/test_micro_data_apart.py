"""Does anybody but a statistics officer and the enterprise itself learn what a firm reported (law 11)?"""

import json
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from return_firms import MACHINES, PARTS, output_values

import guatu
from guatu.base.periods import Period
from guatu.kernel.access.database_grants import set_right
from guatu.kernel.access.database_roles import APP, PORTAL, STATISTICS, as_portal, protections
from guatu.kernel.access.scopes import scope
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.declaration import all_registries
from guatu.zone.statistics.models import CopyConsent, Return, ReturnedFiling, ReturnImport
from guatu.zone.statistics.returns.actions import (
    correct_return,
    file_return,
    open_return,
    preview_returns,
    save_draft,
    send_back,
)
from guatu.zone.statistics.returns.queries import (
    filings_sent_back,
    get_return,
    prefilled,
    returns_of,
    returns_to_verify,
    revisions_of,
    who_is_late,
)
from guatu.zone.statistics.returns.store import opened_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("firms", "july")]

DENIED = psycopg.errors.InsufficientPrivilege
STORE = (
    "statistics_return",
    "statistics_returnedfiling",
    "statistics_returnimport",
    "statistics_copyconsent",
)
SECRET = "87654321"
FEBRUARY = Period.to_month(2019, 2)


@pytest.fixture
def filed(people) -> Return:
    draft = open_return("industrial_output", MACHINES.id, FEBRUARY, by=people.of_machines)
    values = {**output_values(int(SECRET), int(SECRET) - 7), "output_month": SECRET}
    save_draft(draft, values, {"x": SECRET}, by=people.of_machines)
    return file_return(draft, by=people.of_machines)


def run(statement: str, *values: object) -> list[tuple[object, ...]]:
    """Runs SQL as it is, past Django; what is refused leaves the transaction as it was before."""
    plain = connection.connection
    with plain.transaction():
        done = plain.execute(statement, values)
        return done.fetchall() if done.description else [(done.rowcount,)]


def in_role(role: str, statement: str, *, forged: bool = False) -> list[tuple[object, ...]]:
    plain = connection.connection
    with plain.transaction():
        if forged:
            plain.execute("SELECT set_config('guatu.statistics', 'all.0000', true)")
        plain.execute(f"SET LOCAL ROLE {role}")
        return plain.execute(statement).fetchall()


def test_the_tables_of_the_store_are_declared_apart(filed):
    apart = {table for table, kept in protections().items() if kept.apart}
    assert apart >= set(STORE)
    ours = {
        model._meta.db_table
        for model in apps.get_app_config("statistics").get_models()
        if any(field.name in ("content", "outcome") for field in model._meta.fields)
    }
    assert ours - {"statistics_sourcedocument"} <= set(STORE)


@pytest.mark.parametrize("table", STORE)
def test_raw_sql_of_the_pages_is_refused(filed, table):
    assert set_right(connection.connection)
    for statement in (f"SELECT * FROM {table}", f"SELECT count(*) FROM {table}", f"TABLE {table}"):
        with pytest.raises(DENIED):
            in_role(APP, statement)
    with pytest.raises(DENIED):
        in_role(APP, f"DELETE FROM {table} RETURNING 1")


def test_without_being_vouched_for_no_role_sees_a_row(filed):
    """Somebody who can slip SQL in may take the role on, and still sees nothing: nobody vouches for it."""
    assert in_role(STATISTICS, "SELECT count(*) FROM statistics_return") == [(0,)]
    assert in_role(PORTAL, "SELECT count(*) FROM statistics_return") == [(0,)]
    with pytest.raises(DENIED):
        in_role(STATISTICS, "SELECT * FROM statistics_return", forged=True)


def test_an_enterprise_sees_and_writes_its_own_row_alone_whatever_the_sql(filed):
    with as_portal(MACHINES.id):
        assert run("SELECT count(*) FROM statistics_return") == [(1,)]
    with as_portal(PARTS.id), action("test.try", by=None):
        assert run("SELECT count(*) FROM statistics_return") == [(0,)]
        assert run("UPDATE statistics_return SET state = 'locked'") == [(0,)]
        with pytest.raises(DENIED):
            run("DELETE FROM statistics_return")
        with pytest.raises(DENIED):
            run("SELECT * FROM statistics_returnimport")


def test_every_question_and_action_refuses_those_who_have_no_right(filed, people):
    questions = (
        lambda by: get_return(filed.pk, by=by),
        lambda by: returns_of(MACHINES.id, by=by),
        lambda by: returns_to_verify("industrial_output", FEBRUARY, by=by),
        lambda by: revisions_of(filed, by=by),
        lambda by: filings_sent_back(filed, by=by),
        lambda by: who_is_late("industrial_output", FEBRUARY, FEBRUARY.end.replace(month=6), by=by),
        lambda by: prefilled("industrial_output", MACHINES.id, Period.to_month(2019, 3), by=by),
        lambda by: save_draft(filed, {"stock": "1"}, by=by),
        lambda by: file_return(filed, by=by),
        lambda by: send_back(filed, reason="x", by=by),
        lambda by: correct_return(filed, reason="x", by=by),
        lambda by: preview_returns("industrial_output", FEBRUARY, name="x", content=b"x", by=by),
    )
    for user in people.others.values():
        for question in questions:
            with pytest.raises(PermissionDenied):
                question(user)
        with pytest.raises(PermissionDenied):
            scope(user, Return)


def test_another_enterprise_does_not_learn_that_it_exists(filed, people):
    with pytest.raises(Http404):
        get_return(filed.pk, by=people.of_parts)
    assert returns_of(MACHINES.id, by=people.of_parts) == []
    with opened_for(people.of_parts):
        assert list(Return.objects.all()) == []
    assert get_return(filed.pk, by=people.of_machines).values["output"] == SECRET
    assert get_return(filed.pk, by=people.officer).values["output"] == SECRET


def test_the_ledger_keeps_a_salted_fingerprint_and_no_value(filed, people):
    send_back(filed, reason=f"产值{SECRET}有误", findings=[("output", SECRET)], by=people.officer)
    rows = run("SELECT before::text, after::text FROM ledger_entry WHERE relation LIKE 'statistics_return%%'")
    text = json.dumps(rows)
    assert "sha256:" in text
    assert SECRET not in text
    assert "有误" not in text
    salts = {filed.content["salt"], open_return("energy", MACHINES.id, FEBRUARY, by=None).content["salt"]}
    assert len(salts) == 2
    assert all(len(salt) == 32 for salt in salts)


def test_no_registry_and_no_search_lists_what_is_in_the_store():
    listed = {registry.model for registry in all_registries()}
    assert not listed & {Return, ReturnedFiling, ReturnImport, CopyConsent}


def test_the_store_is_opened_in_one_place_and_only_by_the_returns():
    source = Path(guatu.__file__).parent
    opens, uses = set(), set()
    for file in source.rglob("*.py"):
        text, name = file.read_text("utf-8"), file.relative_to(source).as_posix()
        if "as_statistics" in text:
            opens.add(name)
        if "opened_for" in text and not name.startswith("zone/statistics/returns/"):
            uses.add(name)
    assert opens == {"kernel/access/database_roles.py", "zone/statistics/returns/store.py"}
    assert uses <= {"site/demo/burden.py"}
