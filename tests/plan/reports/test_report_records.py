"""Is a report a record: drafted once, kept, released, and every number in its papers found again?"""

import hashlib
import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from docx import Document
from reporting import JUNE, MAY, TODAY, at
from test_report_files import docx_texts, pdf_text

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.mail.models import Letter
from guatu.plan.models import PlanState
from guatu.plan.reports.actions import discard_report, draft_report, release_report, set_wording
from guatu.plan.reports.jobs import draft_what_is_due
from guatu.plan.reports.kinds import ReportKind, span_of
from guatu.plan.reports.models import Report, ReportFile, ReportNumber, ReportState
from guatu.plan.reports.queries import find_number, resolve, resolve_all

MARK = re.compile(r"([+−]?\d+(?:\.\d+)?)[^\d\[\]，。；、：（）\s−+|]{0,6}\[(\d+)\]")
MONTHLY, SPAN = ReportKind.MONTHLY, span_of(ReportKind.MONTHLY, "2019-06")


@pytest.fixture
def report(plan, hand_in, today, supervisor):
    hand_in(*MAY, on=date(2019, 6, 14))
    hand_in(*JUNE, on=date(2019, 7, 12))
    return draft_report(plan, MONTHLY, SPAN, by=supervisor)


def file_of(report, form):
    return bytes(report.files.filter(form=form).order_by("-pk")[0].content)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_every_number_of_the_paper_is_found_by_its_code_with_an_equal_value(report, form):
    content = file_of(report, form)
    text = (
        "|".join(docx_texts(content)) if form == "docx" else re.sub(r"[\r\n\ufffe]+", "", pdf_text(content))
    )
    assert report.code in pdf_text(content) if form == "pdf" else True
    marked = MARK.findall(text)
    assert len(marked) > 30
    for shown, serial in marked:
        found = (
            resolve(find_number(f"{report.code}-{serial}")) if form == "docx" and int(serial) < 12 else None
        )
        number = find_number(f"{report.code.lower()}-{serial}")
        assert shown.strip("+−") == number.shown.strip("−"), (shown, serial)
        assert found is None or found.stands
    assert {int(serial) for _shown, serial in marked} == set(report.numbers.values_list("serial", flat=True))
    assert all(each.stands and not each.is_restated for each in resolve_all(report))


def test_asked_again_it_is_the_same_report(report, plan, supervisor):
    before = list(ReportFile.objects.values_list("sha256", flat=True))
    assert draft_report(plan, MONTHLY, SPAN, by=supervisor) == report
    assert list(ReportFile.objects.values_list("sha256", flat=True)) == before
    assert hashlib.sha256(file_of(report, "pdf")).hexdigest() in before


def test_a_past_day_is_told_as_it_was_known(report, plan, supervisor):
    past = draft_report(
        plan, ReportKind.MONTHLY, span_of(MONTHLY, "2019-05"), by=supervisor, day=date(2019, 6, 20)
    )
    assert past.known_at == clock.end_of(date(2019, 6, 20))
    assert "1251.3" not in {number.shown for number in past.numbers.all()}
    assert "1010.1" in {number.shown for number in past.numbers.all()}
    assert draft_report(plan, MONTHLY, span_of(MONTHLY, "2019-05"), by=None, day=date(2019, 6, 20)) == past


def test_a_restated_figure_is_told_and_the_old_paper_stays(report, plan, hand_in, supervisor):
    release_report(report, by=supervisor)
    old = file_of(report, "docx")
    hand_in("规模工业总产值,2019年1-6月,1250.2,亿元,10.3,", on=date(2019, 7, 25))
    with clock.use(at(date(2019, 7, 26))):
        found = resolve(report.numbers.get(key__endswith="/actual", what__startswith="规模工业总产值"))
        assert (found.stands, found.is_restated) == (True, True)
        assert found.number.printed == "1251.3亿元"
        assert found.now.shown == "1250.2"
        again = draft_report(plan, MONTHLY, SPAN, by=supervisor)
    assert again != report
    assert again.compared == report
    texts = docx_texts(file_of(again, "docx"))
    place = texts.index("六、与上次发布相比的修订")
    told = "|".join(texts[place : place + 60])
    assert f"{found.number.code}|规模工业总产值：完成数|1251.3亿元|1250.2亿元[" in told
    assert "技工贸总收入：完成数|1875.8亿元|" not in told
    assert file_of(report, "docx") == old


def test_release_numbers_dates_and_tells(report, supervisor, settings):
    assert "frame" in report.content
    set_wording({"symbol": "星经开督", "recipients": "a@example.com\nb@example.com"}, {}, by=supervisor)
    worded = draft_report(report.plan, MONTHLY, SPAN, by=supervisor)
    assert worded != report
    released = release_report(worded, by=supervisor)
    assert released.content["frame"]["number"] == "星经开督〔2019〕1号"
    assert released.state == ReportState.RELEASED
    assert sorted(Letter.objects.values_list("recipient", flat=True)) == ["a@example.com", "b@example.com"]
    assert {file.state for file in released.files.all()} == {"draft", "released"}
    assert "星经开督〔2019〕1号" in docx_texts(file_of(released, "docx"))
    assert mail.outbox == []
    with pytest.raises(Refused, match="Only a draft"):
        release_report(released, by=supervisor)
    with pytest.raises(Refused, match="Only a draft"):
        discard_report(released, by=supervisor)


def test_two_releases_have_two_numbers(report, plan, supervisor):
    set_wording({"symbol": "星经开督"}, {}, by=supervisor)
    reports = [
        draft_report(plan, kind, span_of(kind, code), by=supervisor)
        for kind, code in ((MONTHLY, "2019-06"), (ReportKind.WEEKLY, "2019-W29"))
    ]
    assert [release_report(each, by=supervisor).number for each in reports] == [1, 2]


def test_what_was_printed_cannot_be_changed(report):
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        ReportNumber.objects.filter(report=report).update(shown="9999")
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        ReportFile.objects.filter(report=report).update(sha256="0" * 64)


def test_it_is_ledgered(report):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT act.after->>'verb', row.after::text FROM ledger_entry row JOIN ledger_entry act"
            " ON act.action = row.action AND act.relation = 'ledger_action'"
            " WHERE row.relation = 'reports_reportfile'"
        )
        found = cursor.fetchall()
    assert {verb for verb, _row in found} == {"reports.draft"}
    assert report.files.get(form="pdf").sha256 in "".join(row for _verb, row in found)


def test_refused(plan, supervisor, today):
    with pytest.raises(Refused, match="has not begun"):
        draft_report(plan, MONTHLY, span_of(MONTHLY, "2019-08"), by=supervisor)
    with pytest.raises(Refused, match="no published plan of 2018"):
        draft_report(plan, MONTHLY, span_of(MONTHLY, "2018-06"), by=supervisor)
    plan.state = PlanState.REVIEW
    with pytest.raises(Refused, match="no published plan"):
        draft_report(plan, MONTHLY, SPAN, by=supervisor)
    with pytest.raises(Refused, match="no mail address"):
        set_wording({"recipients": "nobody"}, {}, by=supervisor)
    with pytest.raises(Refused, match="no passage"):
        set_wording({}, {"monthly": ["nonsense"]}, by=supervisor)


def test_drafts_come_by_themselves_once(plan, hand_in):
    hand_in(*MAY, on=date(2019, 6, 14))
    with clock.use(at(date(2019, 7, 9))):
        draft_what_is_due()
        assert not Report.objects.exists(), "a Tuesday, and June's figures are not there"
    hand_in(*JUNE, on=date(2019, 7, 12))
    with clock.use(at(date(2019, 7, 15))):
        draft_what_is_due()
        draft_what_is_due()
    assert sorted(Report.objects.values_list("kind", "span")) == [
        ("half-year", "2019-H1"),
        ("monthly", "2019-06"),
        ("weekly", "2019-W28"),
    ]
    assert not Report.objects.filter(made_by__isnull=False).exists()


@pytest.mark.parametrize(
    ("kind", "code", "day"),
    [
        ("half-year", "2019-H1", TODAY),
        ("weekly", "2019-W28", TODAY),
        ("annual", "2019", TODAY + timedelta(0)),
    ],
)
def test_every_kind_is_made(plan, hand_in, today, kind, code, day):
    hand_in(*JUNE, on=date(2019, 7, 12))
    made = draft_report(plan, ReportKind(kind), span_of(ReportKind(kind), code), by=None, day=day)
    assert Document(io.BytesIO(file_of(made, "docx"))).paragraphs
    assert len(pypdfium2.PdfDocument(file_of(made, "pdf"))) >= 2
    assert file_of(made, "csv").decode("utf-8-sig").count("\n") == made.numbers.count() + 1
