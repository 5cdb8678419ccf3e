"""Do the verbs of `guatu ledger` do what they say, on the database of an installation?"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from guatu.base.errors import GuatuError
from guatu.kernel.access.models import Department
from guatu.kernel.ledger.context import action
from guatu.kernel.ledger.sealing import SealHealth, seal, seal_health
from guatu.site.ledger_command import run
from tests.ambient_action import empty_ledger

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
    empty_ledger()


def write(code):
    with action("test.open", by=None):
        return Department.objects.create(code=code, name_zh="某局")


def test_seal_verify_prove_and_export(tmp_path, capsys):
    program = [sys.executable, "-I", REPOSITORY / "verify_ledger.py"]
    write("a")
    assert run(["seal"]) == 0
    assert "Sealed: 2 entries" in capsys.readouterr().out
    assert run(["seal"]) == 0
    assert "Nothing new" in capsys.readouterr().out
    assert run(["export", str(tmp_path / "export")]) == 0
    checked = subprocess.run(
        [*program, "export", tmp_path / "export"],
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
    for words in (["--from", "2", "--to", "4"], ["--from", str(tmp_path / "checkpoints" / f"{2:012}.txt")]):
        assert run(["prove", *words]) == 0
        file = tmp_path / "growth.json"
        file.write_text(capsys.readouterr().out, "utf-8")
        checked = subprocess.run(
            [*program, "growth", file, "--key", tmp_path / "checkpoints" / "public-key.txt"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert checked.stdout == "the log of 4 entries begins with that of 2: true\n"


def test_sealing_may_be_asked_for_by_several_at_once():
    assert seal() is None
    assert seal_health() == SealHealth(0, None, None, False)
    for code in "abc":
        write(code)
    health = seal_health()
    assert (health.unsealed, health.newest) == (6, None)
    assert timedelta(0) < health.age < timedelta(minutes=5)
    with ThreadPoolExecutor(2) as pool:
        sealed = list(pool.map(lambda _: seal(), range(2)))
    assert sorted(checkpoint.size if checkpoint else 0 for checkpoint in sealed) == [0, 6]
    assert seal_health() == SealHealth(0, None, next(filter(None, sealed)), True)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("LEDGER_SIGNATURE", "SM2", "the cryptographic library .* has no SM2"),
        ("LEDGER_SIGNATURE", "RSA", "there are Ed25519, SM2"),
        ("LEDGER_HASH", "MD5", "MD5 is none of SHA-256, SM3"),
    ],
)
def test_what_cannot_be_computed_is_refused_at_the_start(settings, setting, value, sentence):
    setattr(settings, setting, value)
    with pytest.raises(GuatuError, match=sentence):
        apps.get_app_config("ledger").ready()


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
