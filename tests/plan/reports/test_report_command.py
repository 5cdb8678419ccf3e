"""Does `guatu report` write what the file's ending says, and say what to do where it cannot?"""

from datetime import date

import pytest
from reporting import JUNE

from guatu.base.errors import Refused
from guatu.plan.reports.models import Report
from guatu.site.report_command import run


def test_it_writes_what_the_ending_says(plan, hand_in, today, tmp_path, capsys):
    hand_in(*JUNE, on=date(2019, 7, 12))
    for name, start in (("a.docx", b"PK"), ("a.pdf", b"%PDF"), ("a.CSV", b"\xef\xbb\xbf")):
        words = ["monthly", "--period", "2019-06", "--day", "2019-07-15", "-o", str(tmp_path / name)]
        assert run(words) == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    report = Report.objects.get()
    said = capsys.readouterr().out
    assert report.code in said
    assert f"{report.numbers.count()} numbers" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["monthly", "--period", "2019-06", "-o", "a.odt"], "docx, pdf or csv"),
        (["monthly", "--period", "2019-01", "-o", "a.pdf"], "January"),
        (["monthly", "--period", "2015-06", "-o", "a.pdf"], "no published plan of 2015"),
    ],
)
def test_what_it_cannot_do(plan, today, words, says):
    with pytest.raises(Refused, match=says):
        run(words)
