"""Do papers come in once and whole, go out as they came in, in versions that nobody can alter unseen?"""

import hashlib
import os
import stat
import threading
import time

import papers
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.access.rights import rights_of
from guatu.kernel.documents import actions, store
from guatu.kernel.documents.actions import add_version, attach, describe, restore, withdraw
from guatu.kernel.documents.files import check_files, sweep
from guatu.kernel.documents.models import Document, DocumentVersion, FileReading, ReadState
from guatu.kernel.documents.queries import papers_of, version_called, versions_of
from guatu.kernel.jobs.declaration import find_job
from guatu.kernel.jobs.queries import queued
from guatu.kernel.ledger.history import history_of

pytestmark = pytest.mark.django_db

PDF, WORD = papers.pdf(), papers.word("场地租赁合同", "租期三年")


def test_a_paper_comes_in_with_all_that_is_known_of_it(firm, clerk, handed_in, files):
    made = attach(firm, handed_in("../x/租赁 合同.pdf", PDF), by=clerk, kind="contract", kept="commercial")
    (version,) = versions_of(made)
    assert (made.subject_model, made.subject_id) == ("enterprises.enterprise", firm.pk)
    assert (made.title, made.kind, made.field_class) == ("租赁 合同", "contract", "commercial")
    assert (version.number, version.name, version.size) == (1, "租赁 合同.pdf", len(PDF))
    assert (version.file_kind, version.pages, version.uploaded_by) == ("pdf", 1, clerk)
    assert version.kind.content_type == "application/pdf"
    assert version.sha256 == hashlib.sha256(PDF).hexdigest()
    file = files / version.sha256[:2] / version.sha256
    assert file.read_bytes() == PDF
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=5000))
def test_hash_in_is_hash_out(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("store")
    sha256 = hashlib.sha256(content).hexdigest()
    place = store.place_of(sha256, folder)
    store.write_whole(place, content)
    store.write_whole(place, content)
    assert place.read_bytes() == content
    assert [file.name for file in store.stored(folder)] == [sha256]


@pytest.mark.parametrize("odd", ["", "..", "a" * 63, "../" * 21 + "a", "A" * 64, "g" * 64])
def test_only_a_hash_is_a_place(odd):
    with pytest.raises(GuatuError):
        store.place_of(odd)


def test_a_second_click_makes_no_second_paper(firm, firms, clerk, handed_in, files):
    first = attach(firm, handed_in("a.pdf", PDF), by=clerk)
    assert attach(firm, handed_in("b.pdf", PDF), by=clerk) == first
    assert Document.objects.count() == DocumentVersion.objects.count() == 1
    # For another record it is another paper, of the same bytes.
    assert attach(firms[1], handed_in("a.pdf", PDF), by=clerk) != first
    assert len(list(store.stored())) == 1
    # What was withdrawn may be handed in again.
    withdraw(first, reason="wrong firm", by=clerk)
    assert attach(firm, handed_in("a.pdf", PDF), by=clerk) != first


def test_versions_follow_one_another_and_the_same_is_none(firm, clerk, auditor, handed_in):
    made = attach(firm, handed_in("a.pdf", PDF), by=clerk)
    second = add_version(made, handed_in("a.docx", WORD), by=auditor, note=" signed ")
    assert (second.number, second.note, second.file_kind) == (2, "signed", "docx")
    assert add_version(made, handed_in("a.docx", WORD), by=clerk) == second
    assert add_version(made, handed_in("a.pdf", PDF), by=clerk).number == 3
    assert [version.number for version in versions_of(made)] == [3, 2, 1]
    assert version_called(made, 2) == second


def test_a_paper_is_withdrawn_with_a_reason_and_restored(firm, clerk, handed_in):
    made = attach(firm, handed_in("a.pdf", PDF), by=clerk)
    with pytest.raises(Refused, match=r"."):
        withdraw(made, reason="  ", by=clerk)
    gone = withdraw(made, reason="handed in for the wrong firm", by=clerk)
    assert gone.is_withdrawn
    assert papers_of(firm, rights_of(clerk)) == []
    assert [paper.document for paper in papers_of(firm, rights_of(clerk), withdrawn=True)] == [made]
    # A second click keeps the first reason.
    assert withdraw(made, reason="another", by=clerk).withdrawal_reason == "handed in for the wrong firm"
    with pytest.raises(Refused):
        add_version(made, handed_in("a.docx", WORD), by=clerk)
    assert not restore(made, by=clerk).is_withdrawn
    verbs = [entry.verb for entry in history_of(made, may_read=lambda name: True)]
    assert verbs == ["documents.restore", "documents.withdraw", "documents.attach"]


def test_the_ledger_says_which_bytes_they_were(firm, clerk, handed_in):
    made = attach(firm, handed_in("张三身份证.pdf", PDF), by=clerk, kept="personal")
    (version,) = versions_of(made)
    (entry,) = history_of(version, may_read=lambda name: True)
    said = {change.name: change.after for change in entry.changes}
    assert version.sha256 in said.values()
    with connection.cursor() as cursor:
        cursor.execute("SELECT after::text FROM ledger_entry WHERE relation LIKE 'documents_%%'")
        written = " ".join(row[0] for row in cursor.fetchall())
    assert "张三" not in written
    assert version.sha256 in written


def test_a_version_is_written_in_an_action_or_not_at_all(firm, clerk, handed_in):
    made = attach(firm, handed_in("a.pdf", PDF), by=clerk)
    for wrong in ({"sha256": "x" * 64, "number": 2}, {"number": 1}, {"number": 0}):
        values = {"name": "a", "sha256": "a" * 64, "size": 1, "file_kind": "pdf", "number": 2} | wrong
        times = {"happened_at": made.created_at, "recorded_at": made.created_at}
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentVersion.objects.create(document=made, **values, **times)


def test_what_it_is_called_and_how_closely_it_is_kept_can_be_changed(firm, clerk, handed_in):
    made = attach(firm, handed_in("scan0001.pdf", PDF), by=clerk)
    describe(made, title=" 营业执照\n副本 ", kind="licence", kept="open", by=clerk)
    made.refresh_from_db()
    assert (made.title, made.kind, made.field_class) == ("营业执照 副本", "licence", "open")
    assert "yyzz" in made.search_text
    for wrong in ({"kind": "poem"}, {"kept": "secret"}):
        with pytest.raises(Refused):
            describe(made, **{"title": "x", "kind": "other", "kept": "open"} | wrong, by=clerk)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("\u202egnp.exe.pdf", "exe.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("C:\\x\\y.pdf", "y.pdf"),
        ("长" * 400 + ".pdf", ".pdf"),
    ],
)
def test_a_name_carries_no_folders_and_no_tricks(firm, clerk, handed_in, name, kept):
    (version,) = versions_of(attach(firm, handed_in(name, PDF), by=clerk))
    assert version.name.endswith(kept)
    assert len(version.name) <= 255
    assert version.name.isprintable()
    assert "\\" not in version.name


def test_what_is_refused_leaves_nothing(firm, clerk, handed_in, files):
    with pytest.raises(Refused):
        attach(firm, handed_in("a.pdf", PDF[:300]), by=clerk)
    with pytest.raises(Refused):
        attach(firm, handed_in("a.pdf", PDF), by=clerk, kept="secret")
    assert not Document.objects.exists()
    assert not FileReading.objects.exists()


def test_a_full_disk_is_said(firm, clerk, handed_in, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "replace", full)
    with pytest.raises(Refused) as refused:
        attach(firm, handed_in("a.pdf", PDF), by=clerk)
    assert refused.value.code == "not_written"
    assert list(store.stored()) == []


def test_an_altered_or_lost_file_is_found_and_never_goes_out(firm, clerk, handed_in, files):
    made = attach(firm, handed_in("a.pdf", PDF), by=clerk)
    attach(firm, handed_in("b.docx", WORD), by=clerk)
    sha256 = versions_of(made)[0].sha256
    assert check_files() == []
    place = store.place_of(sha256)
    place.write_bytes(PDF.replace(b"Guatu", b"Gua1u"))
    (finding,) = check_files()
    assert finding.code == "file_altered"
    assert sha256 in finding.sentence
    with pytest.raises(GuatuError, match="not what was handed in"):
        store.read(sha256)
    place.unlink()
    assert [finding.code for finding in check_files()] == ["file_missing"]
    with pytest.raises(GuatuError, match="not on disk"):
        store.read(sha256)
    # Whoever hands the true bytes in again makes it whole.
    attach(firm, handed_in("a.pdf", PDF), by=clerk)
    assert check_files() == []


def test_the_check_looks_at_a_copy_too(firm, clerk, handed_in, tmp_path):
    attach(firm, handed_in("a.pdf", PDF), by=clerk)
    connection.ensure_connection()
    found = check_files(connection.connection, tmp_path / "elsewhere")
    assert [finding.code for finding in found] == ["file_missing"]


def test_leftovers_are_swept_once_they_are_old(firm, clerk, handed_in):
    attach(firm, handed_in("a.pdf", PDF), by=clerk)
    orphan = store.place_of(store.keep(b"of a transaction that was rolled back"))
    unfinished = orphan.with_name(".new-x")
    unfinished.write_bytes(b"half")
    assert sweep() == 0
    for file in (orphan, unfinished):
        os.utime(file, (time.time() - 90_000,) * 2)
    assert sweep() == 2
    assert check_files() == []


def test_small_files_are_read_when_they_came_in(firm, clerk, handed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        attach(firm, handed_in("a.docx", WORD), by=clerk)
    reading = FileReading.objects.get()
    assert reading.state == ReadState.READ
    assert "场地租赁合同" in reading.text
    assert "租期" in reading.grams


def test_large_files_are_not_read_while_somebody_waits(
    firm, clerk, handed_in, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(actions, "READ_AT_ONCE_BYTES", 100)
    with django_capture_on_commit_callbacks(execute=True):
        attach(firm, handed_in("a.docx", WORD), by=clerk)
    reading = FileReading.objects.get()
    assert reading.state == ReadState.WAITING
    (asked,) = queued()
    assert (asked.name, asked.arguments) == ("documents.read", {"sha256": reading.sha256})
    find_job(asked.name)(**asked.arguments)
    find_job(asked.name)(**asked.arguments)
    assert FileReading.objects.get().state == ReadState.READ


def test_the_nightly_check_fails_where_a_file_is_not_what_was_handed_in(firm, clerk, handed_in):
    made = attach(firm, handed_in("a.pdf", PDF), by=clerk)
    find_job("documents.check")()
    store.place_of(versions_of(made)[0].sha256).write_bytes(b"something else")
    with pytest.raises(GuatuError, match="1 files are wrong"):
        find_job("documents.check")()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_paper_and_versions_without_a_gap(firm, clerk, handed_in):
    made, wrong = [], []

    def hand_in(number: int) -> None:
        try:
            paper = attach(firm, handed_in("a.pdf", PDF), by=User.objects.get(pk=clerk.pk))
            made.append(paper.pk)
            add_version(paper, handed_in("a.txt", f"text {number}".encode()), by=clerk)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(set(made)) == 1
    numbers = DocumentVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 8))
