"""Does every verb start, say what is wrong in one sentence, and load no more than it needs?"""

import subprocess
import sys

import pytest
from django.contrib.auth.models import User

from guatu.plan.models import Plan
from guatu.site import figures_import, plan_command
from guatu.site.commandline import VERBS, main
from guatu.site.demo.zone import FOLDER
from guatu.site.trouble import TroubleError
from guatu.zone.statistics.models import FigureImport, PublishedFigure

PUBLISHED = ["--publisher", "统计局", "--published-on", "2019-07-18"]


def test_without_a_verb_it_prints_its_verbs_one_line_each(capsys):
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["guatu"] * len(VERBS)


def test_an_unknown_verb_is_named_and_the_status_is_2(capsys):
    assert main(["plant"]) == 2
    assert "'plant'" in capsys.readouterr().err


def test_every_verb_of_the_table_exists():
    for verb in VERBS:
        module = verb.runs.partition(":")[0]
        ended = subprocess.run(
            [sys.executable, "-c", f"import importlib.util; assert importlib.util.find_spec({module!r})"],
            check=False,
        )
        assert ended.returncode == 0, verb


def test_reading_a_plan_loads_no_django():
    words = ["read", str(FOLDER / "plan_2019.txt"), "--json", "--out", "/dev/null"]
    script = (
        f"import sys; from guatu.site.commandline import main; status = main({words!r}); "
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules); sys.exit(status)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.django_db
def test_the_importing_account_is_kept_and_a_stranger_refused():
    User.objects.create_user("ducha")
    words = ["import", str(FOLDER / "plan_2019.txt"), "--user"]
    with pytest.raises(TroubleError, match="no account wang"):
        plan_command.run([*words, "wang"])
    plan_command.run([*words, "ducha"])
    assert Plan.objects.get().created_by.username == "ducha"


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_one_sentence():
    with pytest.raises(TroubleError, match=r"/nowhere/plan.txt cannot be read: No such file"):
        plan_command.run(["import", "/nowhere/plan.txt"])


@pytest.mark.django_db
def test_figures_are_previewed_and_then_imported(capsys):
    words = [str(FOLDER / "figures/to_try/foreign-capital-june.csv"), *PUBLISHED]
    assert figures_import.run([*words, "--preview"]) == 0
    assert not PublishedFigure.objects.exists()
    assert figures_import.run(words) == 0
    assert PublishedFigure.objects.count() == FigureImport.objects.get().counts["new"] > 0
    assert "Imported." in capsys.readouterr().out


@pytest.mark.django_db
def test_wrong_rows_are_all_named_and_written_to_a_file(capsys, tmp_path):
    rejects = tmp_path / "rejects.xlsx"
    words = [str(FOLDER / "figures/to_try/with-errors.csv"), *PUBLISHED, "--rejects", str(rejects)]
    assert figures_import.run(words) == 1
    said = capsys.readouterr().out
    wrong = FigureImport.objects.get().counts["wrong"]
    assert said.count("  error ") >= wrong > 1
    assert not PublishedFigure.objects.exists()
    assert rejects.read_bytes().startswith(b"PK")
