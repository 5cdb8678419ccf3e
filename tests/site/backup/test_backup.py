"""Is a backup whole, does it bring everything back, and does nothing get lost on the way?"""

import io
import json
import stat
import tarfile

import psycopg
import pytest
from installation import Installation

from guatu.base.errors import GuatuError
from guatu.site.backup.archive import DUMP, MANIFEST, read_archive

WRITE = """
from django.contrib.auth.models import User
from guatu.kernel.ledger.context import action
from guatu.kernel.mail.actions import send
with action("test.write", by=None):
    User.objects.create_user("wang", last_name="王")
    send("wang@firm.example", "六月报表", "您好", about="statistics.return:12")
"""
RENAME = """
from django.contrib.auth.models import User
from guatu.kernel.ledger.context import action
with action("test.rename", by=None):
    User.objects.filter(username="wang").update(username="li")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("backup")


@pytest.fixture(scope="module")
def zone(throw_away_database, folder):
    """An installation with a person, a letter, an upload and a sealed ledger."""
    made = Installation(throw_away_database, "backup_zone", folder)
    made.do("manage", "migrate", "--verbosity", "0")
    made.do("manage", "shell", "-c", WRITE)
    made.do("ledger", "seal")
    (made.var / "uploads" / "documents").mkdir(parents=True)
    (made.var / "uploads" / "documents" / "ab12").write_bytes(b"a paper")
    yield made
    made.drop()


@pytest.fixture(scope="module")
def backup(zone, folder):
    file = folder / "zone.backup"
    said = zone.do("backup", str(file))
    assert "read again and whole" in said
    return file


@pytest.fixture(scope="module")
def restored(throw_away_database, backup, folder):
    """Another installation, filled from the backup; `said` is what the command said."""
    made = Installation(throw_away_database, "backup_restored", folder)
    made.said = made.do("restore", str(backup))
    yield made
    made.drop()


@pytest.fixture
def elsewhere(throw_away_database, tmp_path):
    made = Installation(throw_away_database, "backup_elsewhere", tmp_path)
    yield made
    made.drop()


def people(installation):
    return [name for (name,) in installation.ask("SELECT username FROM auth_user ORDER BY 1")]


def altered(backup, target, change):
    """A copy of the backup in which `change` replaced the content of members."""
    with tarfile.open(backup) as source, tarfile.open(target, "w") as tar:
        for about in source:
            content = change(about.name, source.extractfile(about).read())
            if content is not None:
                about.size = len(content)
                tar.addfile(about, io.BytesIO(content))
    return target


def test_a_backup_holds_all_and_is_closed_to_others(backup):
    manifest = read_archive(backup)
    assert {name.split("/")[0] for name in manifest.files} == {
        "checkpoints",
        "database.dump",
        "uploads",
        "ledger-key",
        "secret-key",
    }
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert manifest.taken_at.startswith("20")


def test_that_it_was_taken_is_noted(zone, backup):
    assert zone.ask("SELECT file, size_bytes FROM health_backup") == [(str(backup), backup.stat().st_size)]
    assert "The last backup is" in zone.run("health").stdout


def test_a_backup_overwrites_nothing(zone, backup):
    ended = zone.run("backup", str(backup))
    assert ended.returncode == 1
    assert "is there already" in ended.stderr


def test_an_empty_installation_is_filled_and_its_ledger_verified(zone, restored):
    assert "The ledger is whole." in restored.said
    assert people(restored) == people(zone) == ["wang"]
    assert (restored.var / "uploads" / "documents" / "ab12").read_bytes() == b"a paper"
    for name in ("ledger-key", "secret-key"):
        assert (restored.var / name).read_bytes() == (zone.var / name).read_bytes()
        assert stat.S_IMODE((restored.var / name).stat().st_mode) == 0o600
    kept = {file.name for file in (restored.var / "checkpoints").iterdir()}
    assert kept == {file.name for file in (zone.var / "checkpoints").iterdir()}
    assert restored.databases() == {"backup_restored"}


def test_letters_that_waited_are_not_sent_a_second_time_by_themselves(restored):
    assert restored.ask("SELECT state FROM mail_letter") == [("sending",)]


def test_what_is_there_is_not_thrown_away_unasked(zone, backup, elsewhere):
    ended = zone.run("restore", str(backup))
    assert ended.returncode == 1
    assert "--replace" in ended.stderr
    (elsewhere.var / "uploads").mkdir()
    (elsewhere.var / "uploads" / "x").write_bytes(b"x")
    assert "--replace" in elsewhere.run("restore", str(backup)).stderr
    assert people(zone) == ["wang"]


def test_it_goes_on_from_there_and_replacing_that_keeps_the_newer_checkpoints_aside(backup, restored):
    restored.do("manage", "shell", "-c", RENAME)
    assert "Sealed" in restored.do("ledger", "seal")
    assert "The ledger is whole." in restored.do("ledger", "verify")
    newest = max(file.name for file in (restored.var / "checkpoints").glob("0*.txt"))
    said = restored.do("restore", str(backup), "--replace")
    assert people(restored) == ["wang"]
    aside = max(restored.var.glob("before-restore-*"))
    assert str(aside) in said
    newer = aside / "checkpoints" / newest
    assert newer.exists()
    assert not (restored.var / "checkpoints" / newest).exists()
    assert restored.databases() == {"backup_restored"}
    assert "NOT whole" in restored.run("ledger", "verify", "--checkpoint", str(newer)).stdout


def test_it_waits_until_nobody_else_is_connected(backup, elsewhere):
    with psycopg.connect(elsewhere.address()):
        ended = elsewhere.run("restore", str(backup))
    assert ended.returncode == 1
    assert "1 other connections" in ended.stderr


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: content[:-1] + bytes([content[-1] ^ 1]) if name == DUMP else content,
        lambda name, content: None if name.startswith("uploads/") else content,
        lambda name, content: None if name == MANIFEST else content,
        lambda name, content: b"{}" if name == MANIFEST else content,
    ],
)
def test_an_altered_backup_is_refused_and_changes_nothing(backup, tmp_path, change):
    file = altered(backup, tmp_path / "altered", change)
    with pytest.raises(GuatuError, match="not whole"):
        read_archive(file, tmp_path / "out")


def test_a_cut_backup_is_refused(backup, tmp_path):
    file = tmp_path / "cut"
    file.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    with pytest.raises(GuatuError, match="not whole"):
        read_archive(file)


def test_a_backup_cannot_write_elsewhere(backup, tmp_path):
    file = tmp_path / "evil"
    with tarfile.open(file, "w") as tar:
        about = tarfile.TarInfo("../outside")
        about.size = 1
        tar.addfile(about, io.BytesIO(b"x"))
    with pytest.raises(GuatuError, match="no business"):
        read_archive(file, tmp_path / "into")
    assert not (tmp_path / "outside").exists()


def test_a_backup_of_a_later_format_says_so(backup, tmp_path):
    def later(name, content):
        return json.dumps({**json.loads(content), "format": 2}).encode() if name == MANIFEST else content

    with pytest.raises(GuatuError, match="newer Guatu"):
        read_archive(altered(backup, tmp_path / "later", later))


def test_a_database_whose_ledger_was_tampered_with_is_not_restored(zone, folder, elsewhere):
    tampered = folder / "tampered.backup"
    with psycopg.connect(zone.address(), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE auth_user SET username = 'zhang' WHERE username = 'wang'")
    try:
        zone.do("backup", str(tampered))
    finally:
        with psycopg.connect(zone.address(), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("UPDATE auth_user SET username = 'wang' WHERE username = 'zhang'")
    ended = elsewhere.run("restore", str(tampered))
    assert ended.returncode == 1
    assert "NOT whole" in ended.stdout
    assert "nothing was changed here" in ended.stderr
    assert elsewhere.ask("SELECT count(*) FROM pg_class WHERE relname = 'auth_user'") == [(0,)]
    assert elsewhere.databases() == {"backup_elsewhere"}
    elsewhere.do("restore", str(tampered), "--unverified")
    assert people(elsewhere) == ["zhang"]
