"""Do pages and jobs work in a role that can alter nothing that holds them?"""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from guatu.site.lesser_role import APP, VARIABLE, role_options, role_wanted, with_lesser_role


@pytest.fixture
def address(db) -> str:
    """The tests' database as an address."""
    said = connection.settings_dict
    return f"postgresql://{said['USER']}:{said['PASSWORD']}@/{said['NAME']}?host={said['HOST']}"


def test_pages_are_told_to_work_in_the_lesser_role(address):
    assert with_lesser_role({"DATABASE_URL": address})[VARIABLE] == APP


def test_what_the_operator_says_is_not_overruled(address):
    assert with_lesser_role({"DATABASE_URL": address, VARIABLE: ""})[VARIABLE] == ""
    assert with_lesser_role({"DATABASE_URL": address, VARIABLE: "other"})[VARIABLE] == "other"


def test_a_connection_begins_in_that_role_and_keeps_what_else_it_says(address):
    options = role_options(APP, "-c statement_timeout=1234")
    with psycopg.connect(address, options=options) as plain:
        assert plain.execute("SELECT current_user, current_setting('statement_timeout')").fetchone() == (
            APP,
            "1234ms",
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            plain.execute("ALTER TABLE plan_plan DISABLE TRIGGER ALL")
    assert role_options("", "-c statement_timeout=1234") == "-c statement_timeout=1234"


def test_a_name_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "guatu_app -c x=y")
    with pytest.raises(ValueError, match="no name of a role"):
        role_wanted()


def test_django_works_in_the_role_that_the_environment_names(address):
    script = (
        "import django; django.setup(); from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('SELECT current_user'); print(cursor.fetchone()[0])"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "guatu.site.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        VARIABLE: APP,
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == APP
