"""Do the verbs of `guatu ledger` do what they say, on the database of an installation?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from guatu.kernel.access.models import Department
from guatu.kernel.ledger.context import action
from guatu.site.ledger_command import run

pytestmark = pytest.mark.django_db(transaction=True)
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.LEDGER_KEY = tmp_path / "key"
    settings.LEDGER_CHECKPOINTS = tmp_path / "checkpoints"
    settings.LEDGER_ORIGIN = "guatu/test"


@pytest.fixture(autouse=True)
def fresh_ledger():
    """Other tests' entries stay in the tests' database; here the tree begins anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("checkpoint", "leaf", "node", "entry", "action", "personal"):
            cursor.execute(f"DELETE FROM ledger_{table}")
        cursor.execute("SET session_replication_role = origin")


def write(code):
    with action("test.open", by=None):
        return Department.objects.create(code=code, name_zh="某局")


def test_seal_verify_prove_and_export(tmp_path, capsys):
    write("a")
    assert run(["seal"]) == 0
    assert "Sealed: 2 entries" in capsys.readouterr().out
    assert run(["seal"]) == 0
    assert "Nothing new" in capsys.readouterr().out
    assert run(["export", str(tmp_path / "export")]) == 0
    checked = subprocess.run(
        [sys.executable, "-I", REPOSITORY / "verify_ledger.py", "export", tmp_path / "export"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert checked.stdout.startswith("2 entries")
    capsys.readouterr()
    seq = json.loads((tmp_path / "export" / "entries.jsonl").read_text("utf-8").splitlines()[1])["seq"]
    assert run(["prove", str(seq)]) == 0
    assert len(json.loads(capsys.readouterr().out)["entries"]) == 2
    write("b")
    run(["seal"])
    capsys.readouterr()
    assert run(["prove", "--growth", "2", "4"]) == 0
    assert "path" in json.loads(capsys.readouterr().out)


def test_verify_says_whether_the_ledger_is_whole(capsys):
    department = write("a")
    run(["seal"])
    ledger_is_whole = run(["verify"]) == 0
    said = capsys.readouterr().out
    assert ledger_is_whole, said
    assert "1 checkpoints in the database, 1 outside" in said
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE access_department SET name_zh = '另局' WHERE id = %s", [department.pk])
        cursor.execute("SET session_replication_role = origin")
    assert run(["verify"]) == 1
    assert f"access_department {department.pk} says something else" in capsys.readouterr().out
