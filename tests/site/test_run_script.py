"""Does ./run say clearly what it can do, and what is missing where it cannot?"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "dirname", "date", "cat", "id", "mkdir", "rm", "sort", "grep", "sed")


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A bare checkout: the script and the lists that it reads."""
    folder = tmp_path / "挂图 checkout"
    folder.mkdir()
    for name in ("run", "pyproject.toml", *(file.name for file in REPOSITORY.glob("requirements*.txt"))):
        shutil.copy(REPOSITORY / name, folder / name)
    return folder


@pytest.fixture
def bare_path(tmp_path) -> Path:
    """A PATH on which there are the plain tools of a system and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    return folder


def run(checkout: Path, path: Path | str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "run", *words],
        env={"PATH": str(path), "HOME": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )


def fake_python(folder: Path, answers: str) -> None:
    script = folder / "python3"
    script.write_text(f"#!/bin/sh\n{answers}\n")
    script.chmod(0o755)


def test_without_a_verb_it_prints_its_verbs(checkout, bare_path):
    ended = run(checkout, bare_path)
    assert ended.returncode == 0
    assert [line.split()[1] for line in ended.stdout.splitlines()] == [
        "setup",
        "demo",
        "play",
        "test",
        "bench",
    ]


def test_an_unknown_verb_is_named(checkout, bare_path):
    ended = run(checkout, bare_path, "deploy")
    assert ended.returncode == 2
    assert "no verb deploy" in ended.stderr


def test_a_machine_without_python_is_told_what_to_install(checkout, bare_path):
    ended = run(checkout, bare_path, "setup")
    assert ended.returncode == 1
    assert "needs Python 3.11" in ended.stderr
    assert "apt-get install python3 python3-venv" in ended.stderr
    assert not (checkout / ".venv").exists()


def test_an_old_python_is_no_python(checkout, bare_path):
    fake_python(bare_path, "exit 1")
    assert "needs Python 3.11" in run(checkout, bare_path, "setup").stderr


def test_debians_python_without_ensurepip_is_told_its_package(checkout, bare_path):
    answers = (
        'case $2 in *ensurepip*) exit 1;; *print*) echo python3.11-venv | sed "s/python//;s/-venv//";; esac'
    )
    fake_python(bare_path, answers)
    ended = run(checkout, bare_path, "setup")
    assert ended.returncode == 1
    assert "sudo apt-get install python3.11-venv" in ended.stderr


def test_it_is_plain_sh(checkout):
    shell = shutil.which("dash") or shutil.which("sh")
    assert subprocess.run([shell, "-n", checkout / "run"], check=False).returncode == 0


def test_no_list_of_requirements_holds_an_address():
    lists = (*REPOSITORY.glob("requirements*.txt"), REPOSITORY / "package-lock.json", REPOSITORY / ".npmrc")
    assert [file.name for file in lists if "://" in file.read_text("utf-8")] == []


def test_every_requirement_is_locked_with_a_hash():
    for file in REPOSITORY.glob("requirements*.txt"):
        lines = file.read_text("utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert pins, file
        assert all("==" in line and line.endswith("\\") for line in pins), file


def test_the_closing_line_of_the_runner_ends_the_check_and_its_status_is_kept(checkout):
    (checkout / ".ci").mkdir()
    shutil.copy(REPOSITORY / ".ci" / "run", checkout / ".ci" / "run")
    said = "echo '== 1 failed, 2 passed in 0.10s =='; echo './run: failed: tests' >&2; exit 3"
    (checkout / "run").write_text(f"#!/bin/sh\n{said}\n")
    ended = subprocess.run(
        [checkout / ".ci" / "run"], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert ended.returncode == 3
    assert ended.stdout.splitlines()[-1] == "== 1 failed, 2 passed in 0.10s =="
    assert "failed: tests" in ended.stdout
