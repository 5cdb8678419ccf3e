import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guatu.site.reading_command import run
from tests.plan.reading.making import PLAN

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_the_table_names_targets_lines_and_projects(file, capsys):
    assert run([str(file)]) == 0
    shown = capsys.readouterr().out
    for expected in (
        "示例经济技术开发区2031年工作计划",
        "财政总收入",
        "120亿元",
        "fiscal_revenue_total",
        "滨河公园",
        "plus sign",
    ):
        assert expected in shown


def test_json_is_the_plan(file, capsys):
    assert run([str(file), "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["year"] == 2031
    assert plan["targets"][0]["measure"]["code"] == "fiscal_revenue_total"


def test_json_and_text_go_to_files(file, tmp_path, capsys):
    out, text = tmp_path / "plan.json", tmp_path / "text.txt"
    assert run([str(file), "--json", "--out", str(out), "--text", str(text)]) == 0
    assert capsys.readouterr().out == ""
    target = json.loads(out.read_text(encoding="utf-8"))["targets"][0]
    assert text.read_text(encoding="utf-8")[target["start"] : target["end"]] == target["text"]


def test_what_cannot_be_read_is_one_sentence_and_status_2(tmp_path, capsys):
    empty = tmp_path / "empty.pdf"
    empty.touch()
    for words in ([str(empty)], [str(tmp_path)], [str(tmp_path / "none")]):
        assert run(words) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.count("\n") == 1


def test_an_output_that_cannot_be_written_is_one_sentence(file, tmp_path, capsys):
    assert run([str(file), "--json", "--out", str(tmp_path / "none" / "plan.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_wrong_words_are_status_2_and_help_is_0(capsys):
    assert run([]) == 2
    assert run(["--help"]) == 0
    assert "FILE" in capsys.readouterr().out


def test_a_closed_pipe_is_no_traceback(file):
    command = f"{sys.executable} -m guatu.site.commandline read {file} --json | head -c 10"
    paths = os.environ | {"PYTHONPATH": str(REPOSITORY / "src")}
    done = subprocess.run(["sh", "-c", command], capture_output=True, env=paths, check=True, timeout=60)
    assert done.stderr == b""
