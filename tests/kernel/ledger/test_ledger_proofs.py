"""Does the auditor's program accept our exports and proofs, and refuse every tampered one?

`verify_ledger.py` is run as the auditor runs it: alone, by its file, in an isolated interpreter.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from plain_ledger import POLICY, acting

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.checkpoints import PUBLIC_KEY_FILE, kept_outside, open_notary, read_note
from guatu.kernel.ledger.export import export_ledger
from guatu.kernel.ledger.proofs import note_at, prove_entry, prove_growth
from guatu.kernel.ledger.sealing import seal_batch
from guatu.kernel.ledger.verification import verify

PROGRAM = Path(__file__).resolve().parents[3] / "verify_ledger.py"


def run(*words):
    ran = subprocess.run(
        [sys.executable, "-I", "-S", PROGRAM, *map(str, words)], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture
def filled(ledger, notary):
    for number in range(1, 6):
        with acting(ledger):
            ledger.execute("INSERT INTO firm (id, name, output) VALUES (%s, '星野“重工”\n', 1.50)", [number])
            ledger.execute("UPDATE firm SET output = 2 WHERE id = %s", [number])
        seal_batch(ledger, notary)
    return ledger


@pytest.fixture
def exported(filled, notary, tmp_path):
    export_ledger(filled, notary, tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def kept(notary, exported):
    """What the auditor was given long ago: the key and the second checkpoint."""
    return ["--key", notary.folder / PUBLIC_KEY_FILE, "--checkpoint", kept_outside(notary.folder)[1]]


def test_a_true_export_is_accepted(exported, kept):
    status, said = run("export", exported, *kept)
    assert (status, said.split(",")[0]) == (0, "15 entries")
    assert run("export", exported)[0] == 0


def test_rows_written_by_the_hundred_are_exported_and_proven(ledger, notary, tmp_path):
    with acting(ledger):
        ledger.execute("INSERT INTO firm (id) SELECT i FROM generate_series(1, 300) i")
        ledger.execute("UPDATE firm SET name = '星野'")
    seal_batch(ledger, notary)
    export_ledger(ledger, notary, tmp_path / "export")
    assert run("export", tmp_path / "export")[0] == 0
    (seq,) = ledger.execute("SELECT seq FROM ledger_change WHERE key = '137' AND op = 'update'").fetchone()
    (tmp_path / "proof.json").write_text(prove_entry(ledger, notary, seq), "utf-8")
    status, said = run("proof", tmp_path / "proof.json", "--key", notary.folder / PUBLIC_KEY_FILE)
    assert (status, "137" in said) == (0, True)


def test_every_line_and_every_byte_counts(exported, kept):
    file = exported / "entries.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    tampered = {
        "cut": lines[:-1],
        "gone": lines[:3] + lines[4:],
        "swapped": [lines[1], lines[0], *lines[2:]],
        "twice": [*lines[:3], lines[2], *lines[3:]],
        "added": [*lines, lines[-1]],
        **{f"line {n}": [*lines[:n], lines[n].replace("1", "7", 1), *lines[n + 1 :]] for n in range(15)},
    }
    for name, text in tampered.items():
        file.write_text("".join(text), "utf-8")
        assert run("export", exported, *kept)[0] == 1, name


def test_another_history_signed_with_the_stolen_key_is_refused_by_a_kept_checkpoint(
    ledger, filled, exported, kept, notary, tmp_path
):
    ledger.execute("SET session_replication_role = replica")
    first = "(SELECT min(seq) + 1 FROM ledger_leaf)"
    ledger.execute(f"UPDATE ledger_entry SET after = '{{}}' WHERE seq = {first}")
    ledger.execute("DELETE FROM ledger_checkpoint; DELETE FROM ledger_node; DELETE FROM ledger_leaf")
    ledger.execute("SET session_replication_role = origin")
    thief = open_notary(notary.origin, tmp_path / "key", tmp_path / "elsewhere", notary.algorithm)
    seal_batch(ledger, thief)
    export_ledger(ledger, thief, tmp_path / "forged")
    assert run("export", tmp_path / "forged", *kept[:2])[0] == 0  # the key alone does not help
    status, said = run("export", tmp_path / "forged", *kept)
    assert status == 1
    assert "first 6 entries" in said


def test_an_export_signed_with_another_key_is_refused(exported, notary, kept, tmp_path):
    other = open_notary("guatu/test", tmp_path / "other-key", tmp_path / "other", "SHA-256")
    note = (exported / "checkpoint.txt").read_text("utf-8")
    forged = other.sign(read_note(note, notary.verifier))
    assert forged.partition("\n\n")[0] == note.partition("\n\n")[0]
    (exported / "checkpoint.txt").write_text(forged, "utf-8")
    status, said = run("export", exported, *kept)
    assert (status, said) == (1, "NOT TRUE: the checkpoint is not signed by guatu/test\n")


def test_a_proof_shows_the_entry_and_who_acted(filled, notary, kept, tmp_path):
    (seq,) = filled.execute("SELECT seq FROM ledger_entry WHERE key = '3' AND op = 'update'").fetchone()
    file = tmp_path / "proof.json"
    file.write_text(prove_entry(filled, notary, seq), "utf-8")
    status, said = run("proof", file, *kept)
    assert status == 0
    assert '"after":{"output":2.00}' in said
    assert '"verb" : "test.write"' in said
    proof = json.loads(file.read_text("utf-8"))
    for at in range(2):
        forged = json.loads(json.dumps(proof))
        forged["entries"][at]["line"] = forged["entries"][at]["line"].replace("2", "3", 1)
        file.write_text(json.dumps(forged), "utf-8")
        assert run("proof", file, *kept)[0] == 1
        forged = json.loads(json.dumps(proof))
        forged["entries"][at]["position"] ^= 1
        file.write_text(json.dumps(forged), "utf-8")
        assert run("proof", file, *kept)[0] == 1
        forged = json.loads(json.dumps(proof))
        forged["entries"][at]["path"].pop()
        file.write_text(json.dumps(forged), "utf-8")
        assert run("proof", file, *kept)[0] == 1


def test_growth_is_shown_between_any_two_checkpoints(filled, notary, kept, tmp_path):
    file = tmp_path / "growth.json"
    for old in range(3, 16, 3):
        for new in range(old, 16, 3):
            file.write_text(growth(filled, notary, old, new), "utf-8")
            assert run("growth", file, *kept)[0] == 0
    forged = json.loads(file.read_text("utf-8"))
    forged["path"] = json.loads(growth(filled, notary, 3, 15))["path"]
    file.write_text(json.dumps(forged), "utf-8")
    assert run("growth", file, *kept)[0] == 1


def growth(connection, notary, old, new):
    return prove_growth(connection, notary, note_at(connection, old), note_at(connection, new))


def test_a_checkpoint_that_the_ledger_does_not_continue_is_told_of(filled, notary):
    note = note_at(filled, 6)
    other = notary.sign(replace(read_note(note, notary.verifier), root=b"\1" * 32))
    with pytest.raises(GuatuError, match="does not continue that of 6"):
        prove_growth(filled, notary, other, note_at(filled, 15))


@pytest.fixture
def chinese(ledger, tmp_path):
    """The papers of a ledger that hashes with SM3, and what the auditor kept of it."""
    notary = open_notary("guatu/sm", tmp_path / "key", tmp_path / "sm", "SM3")
    for number in range(1, 4):
        with acting(ledger):
            ledger.execute("INSERT INTO firm (id) VALUES (%s)", [number])
        seal_batch(ledger, notary)
    export_ledger(ledger, notary, tmp_path / "export")
    (tmp_path / "proof").write_text(prove_entry(ledger, notary, 3), "utf-8")
    (tmp_path / "growth").write_text(growth(ledger, notary, 2, 6), "utf-8")
    return notary, ["--key", notary.folder / PUBLIC_KEY_FILE, "--checkpoint", notary.folder / f"{2:012}.txt"]


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this Python's OpenSSL has no SM3")
def test_a_ledger_of_sm3_is_sealed_verified_proven_and_exported(chinese, ledger_url, tmp_path):
    notary, kept = chinese
    assert verify(ledger_url, notary.verifier, policy=POLICY).findings == ()
    for question in ("export", "proof", "growth"):
        status, said = run(question, tmp_path / question, *kept)
        assert status == 0, said
    lines = (tmp_path / "export" / "entries.jsonl").read_text("utf-8")
    (tmp_path / "export" / "entries.jsonl").write_text(lines.replace("firm", "fire", 1), "utf-8")
    assert run("export", tmp_path / "export", *kept)[0] == 1


def test_where_python_has_no_sm3_the_program_says_so(chinese, tmp_path):
    _notary, kept = chinese
    lacking = (
        f"import hashlib, runpy; hashlib.algorithms_available = {{'sha256'}}; runpy.run_path({str(PROGRAM)!r}"
    )
    for question in ("export", "proof", "growth"):
        words = [question, *map(str, [tmp_path / question, *kept])]
        code = f"{lacking}, run_name='__main__')"
        ran = subprocess.run(
            [sys.executable, "-I", "-c", code, *words], capture_output=True, text=True, check=False
        )
        assert (ran.returncode, "this Python cannot compute SM3" in ran.stdout) == (1, True), ran


def test_what_is_not_sealed_has_no_proof(ledger, notary):
    with acting(ledger):
        ledger.execute("INSERT INTO firm (id) VALUES (1)")
    with pytest.raises(GuatuError, match="seal"):
        prove_entry(ledger, notary, 1)
    seal_batch(ledger, notary)
    with pytest.raises(GuatuError, match="not there"):
        prove_entry(ledger, notary, 99)
    with pytest.raises(GuatuError, match="no checkpoint of 1 entries"):
        note_at(ledger, 1)


def test_what_cannot_be_read_is_said_to_be_unreadable(exported, kept, tmp_path):
    assert run("export", tmp_path / "nowhere", *kept)[0] == 2
    shutil.copy(exported / "entries.jsonl", tmp_path / "x.json")
    assert run("proof", tmp_path / "x.json", *kept)[0] == 2
