"""Is it told what is wrong, how bad it is, and what to do?"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.utils.translation import override

from guatu.base.errors import GuatuError
from guatu.kernel.health import health as checks
from guatu.kernel.health.ages import age_words, size_words
from guatu.kernel.health.findings import Degree, Finding, bad, good, look, look_at_all, worst, worth_a_look
from guatu.kernel.health.models import Backup
from guatu.kernel.jobs import health as jobs
from guatu.kernel.ledger.checkpoints import Checkpoint
from guatu.kernel.ledger.sealing import SealHealth
from guatu.kernel.mail import health as mail
from guatu.kernel.mail.actions import send
from guatu.kernel.mail.models import Letter
from guatu.site.health_command import run
from guatu.site.ports import LOOPBACK, free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def tell(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)


def test_all_that_is_declared_is_looked_at_in_order_with_a_title_and_what_to_do():
    findings = look_at_all()
    codes = [finding.code for finding in findings]
    assert codes[0] == "database"
    for code in (
        "jobs.workers",
        "jobs.oldest",
        "jobs.failed",
        "ledger.sealed",
        "backup",
        "disk",
        "live",
        "mail",
    ):
        assert code in codes
    for finding in findings:
        assert finding.title
        assert finding.says
        assert bool(finding.todo) >= (finding.degree in (Degree.LOOK, Degree.BAD)), finding


def test_what_is_not_set_up_is_no_fault_and_the_worst_counts():
    assert worst([]) == Degree.GOOD
    assert worst([good("x"), Finding(Degree.ABSENT, "x")]) == Degree.GOOD
    assert worst([worth_a_look("x", "y"), good("x")]) == Degree.LOOK
    assert worst([worth_a_look("x", "y"), bad("x", "y")]) == Degree.BAD


def test_every_degree_has_a_light_and_words_of_its_own():
    assert len({degree.light for degree in Degree}) == len({degree.words for degree in Degree}) == len(Degree)


def test_what_cannot_be_looked_at_is_bad_and_hinders_nothing_else(monkeypatch):
    def broken():
        raise DatabaseError("the line broke\nwith details")

    registry = {}
    monkeypatch.setattr("guatu.kernel.health.findings._looks", registry)
    look("a", "A", order=1)(broken)
    look("b", "B", order=2)(lambda: good("fine"))
    first, second = look_at_all()
    assert first.degree == Degree.BAD
    assert first.says.endswith("the line broke")
    assert second.degree == Degree.GOOD


def test_two_that_look_at_the_same_are_refused():
    impostor = lambda: good("x")  # noqa: E731
    impostor.__module__ = "elsewhere"
    with pytest.raises(GuatuError):
        look("database", "Database", order=1)(impostor)


def test_without_a_worker_nothing_is_in_order():
    assert jobs.workers().degree == Degree.BAD
    tell("SELECT procrastinate_register_worker_v1()")
    assert jobs.workers().degree == Degree.GOOD


@pytest.mark.parametrize(("minutes", "degree"), [(1, Degree.GOOD), (6, Degree.LOOK), (31, Degree.BAD)])
def test_a_job_that_waits_long_is_told(minutes, degree):
    assert jobs.oldest_job().says == "No job waits for a worker."
    tell("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'trial')")
    tell("UPDATE procrastinate_events SET at = now() - make_interval(mins => %s)", minutes)
    assert jobs.oldest_job().degree == degree


def test_a_job_that_waits_for_its_time_does_not_count():
    tell(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
        " VALUES ('default', 'trial', now() + interval '1 hour')"
    )
    assert jobs.oldest_job().degree == Degree.GOOD


def test_failures_are_told_until_somebody_sees_to_them():
    assert jobs.failed_jobs().says == "No job has failed."
    for number in range(10):
        tell(
            "INSERT INTO jobs_failure (key, name, job, reason, traceback, times, settlement, next_at)"
            " VALUES (%s, 'a', 1, 'x', '', 1, '', now())",
            str(number),
        )
    assert jobs.failed_jobs().degree == Degree.GOOD  # they are tried again
    tell("UPDATE jobs_failure SET next_at = NULL WHERE key = '1'")
    assert jobs.failed_jobs().degree == Degree.LOOK
    tell("UPDATE jobs_failure SET next_at = NULL")
    assert jobs.failed_jobs().degree == Degree.BAD
    tell("UPDATE jobs_failure SET settlement = 'dismissed'")
    assert jobs.failed_jobs().degree == Degree.GOOD


@pytest.mark.parametrize(("hours", "degree"), [(1, Degree.GOOD), (27, Degree.LOOK), (24 * 8, Degree.BAD)])
def test_an_old_backup_is_told(hours, degree):
    assert checks.last_backup().degree == Degree.LOOK
    Backup.objects.create(file="b", size_bytes=1, sha256="", taken_at=Now() - timedelta(hours=hours))
    assert checks.last_backup().degree == degree


CHECKPOINT = Checkpoint("guatu", 12, b"", "SHA-256", datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("health", "degree"),
    [
        (SealHealth(0, None, CHECKPOINT, True), Degree.GOOD),
        (SealHealth(3, timedelta(minutes=1), CHECKPOINT, True), Degree.GOOD),
        (SealHealth(3, timedelta(minutes=6), CHECKPOINT, True), Degree.LOOK),
        (SealHealth(3, timedelta(minutes=31), CHECKPOINT, True), Degree.BAD),
        (SealHealth(0, None, CHECKPOINT, False), Degree.BAD),
        (SealHealth(3, timedelta(minutes=1), None, False), Degree.BAD),
    ],
)
def test_entries_that_wait_long_for_their_seal_are_told(monkeypatch, health, degree):
    monkeypatch.setattr(checks, "seal_health", lambda: health)
    assert checks.ledger_sealed().degree == degree


def test_a_full_disk_is_told(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "yet" / "there"
    assert checks.disk().degree in Degree
    for free, degree in ((6, Degree.GOOD), (2, Degree.LOOK), (0, Degree.BAD)):
        usage = type("Usage", (), {"free": free * 2**30})
        monkeypatch.setattr("shutil.disk_usage", lambda folder, usage=usage: usage)
        assert checks.disk().degree == degree


def test_a_stream_that_does_not_answer_is_told(settings):
    settings.LIVE_URL = ""
    assert checks.live().degree == Degree.ABSENT
    settings.LIVE_URL = f"http://{LOOPBACK}:{free_port(21_000)}/live/stream"
    assert checks.live().degree == Degree.LOOK


def test_letters_that_do_not_go_out_are_told(settings):
    settings.SMTP_URL = ""
    assert mail.letters().degree == Degree.ABSENT
    settings.SMTP_URL = "smtp://127.0.0.1"
    send("wang@firm.example", "x", "x")
    assert mail.letters().degree == Degree.GOOD
    Letter.objects.update(written_at=Now() - timedelta(hours=2))
    assert mail.letters().degree == Degree.LOOK


def test_ages_and_sizes_are_told_roughly():
    ages = {40: "40 seconds", 119: "119 seconds", 150: "2 minutes", 7300: "2 hours", 200_000: "2 days"}
    for seconds, words in ages.items():
        assert age_words(timedelta(seconds=seconds)) == words
    assert size_words(5 * 2**20) == "5 MB"
    assert size_words(3 * 2**29) == "1.5 GB"


def test_the_command_says_it_to_people_and_to_programs(capsys, monkeypatch):
    assert run([]) == 1  # no worker runs in a test
    said = capsys.readouterr().out
    assert "Nobody works on jobs" in said
    assert "→ Start “guatu work”" in said
    assert run(["--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["worst"] == "bad"
    assert {"code", "degree", "says", "todo"} == set(told["findings"][0])
    tell("SELECT procrastinate_register_worker_v1()")
    monkeypatch.setattr(checks, "seal_health", lambda: SealHealth(0, None, CHECKPOINT, True))
    assert run([]) == 0


class Answer:
    """What the stream's own health says."""

    def __enter__(self):
        return self

    def __exit__(self, *others):
        return None

    def read(self, most):
        return b"listening 3\n"


def test_who_listens_to_the_stream_is_told(settings, monkeypatch):
    settings.LIVE_URL = f"http://{LOOPBACK}:9/live/stream"
    asked = []
    monkeypatch.setattr(checks, "urlopen", lambda address, timeout: asked.append(address) or Answer())
    assert checks.live().says.endswith("3 listen.")
    assert asked == [f"http://{LOOPBACK}:9/live/health"]
