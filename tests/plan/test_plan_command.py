"""Do the commands import and check a plan, and say in a sentence what is wrong?"""

import pytest

from guatu.plan.models import Plan
from guatu.site.plan_command import run
from guatu.site.trouble import TroubleError

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "计划.txt"
    path.write_text("星野经开区2019年工作计划\n\n2019年主要目标:实现财政总收入190亿元。\n", "utf-8")
    return path


def test_import_twice(file, reviewer, capsys):
    assert run(["import", str(file), "--user", "li"]) == 0
    plan = Plan.objects.get()
    assert plan.created_by == reviewer
    assert f"/plans/{plan.pk}/review" in capsys.readouterr().out
    assert run(["import", str(file)]) == 0
    assert "imported before" in capsys.readouterr().out
    assert Plan.objects.count() == 1


def test_check_a_file_keeps_nothing(file, capsys):
    assert run(["check", str(file)]) == 1
    assert "against publishing" in capsys.readouterr().out
    assert not Plan.objects.exists()


def test_check_a_plan(plan, capsys):
    assert run(["check", str(plan.pk)]) == 1
    assert "水平评估" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["check", "987654"], ["check", "no-such-file.txt"], ["import", "."]])
def test_trouble_is_one_sentence(words):
    with pytest.raises(TroubleError) as trouble:
        run(words)
    assert "\n" not in str(trouble.value)


def test_a_stranger_and_an_empty_file(file, tmp_path):
    with pytest.raises(TroubleError, match="no account"):
        run(["import", str(file), "--user", "nobody"])
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(TroubleError):
        run(["import", str(empty)])
