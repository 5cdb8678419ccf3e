"""Do people find, preview, draft, release and trace reports, and is everybody else kept out?"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from guatu.base import clock
from guatu.base.clock import ZONE_TIME
from guatu.plan.models import ItemState, Plan, PlanState, Target
from guatu.plan.reports.actions import draft_report
from guatu.plan.reports.kinds import ReportKind, span_of
from guatu.plan.reports.models import Report, ReportState, TemplateVersion, Wording
from guatu.plan.reports.word.template import built_in_template
from guatu.zone.statistics.actions import apply_import, preview_import

SPAN = span_of(ReportKind.MONTHLY, "2019-06")
FIGURES = "指标,时期,数值,单位,同比增长(%),可比基数\n规模工业总产值,2019年1-6月,1251.3,亿元,10.4,\n"


@pytest.fixture(autouse=True)
def today():
    with clock.use(datetime(2019, 7, 18, 10, tzinfo=ZONE_TIME)):
        yield


@pytest.fixture
def published(plan: Plan) -> Plan:
    plan.state, plan.published_at, plan.year = PlanState.PUBLISHED, clock.now(), 2019
    plan.demonstration = True
    plan.save()
    Target.objects.filter(plan=plan).delete()
    Target.objects.create(
        plan=plan,
        start=1, end=9, text="规模工业总产值2550亿元", state=ItemState.ACCEPTED,
        subject="规模工业总产值",
        kind="level", value=2550, unit="亿元", unit_norm="CNY", scale=Decimal(10**8),
        value_norm=Decimal(2550) * 10**8, measure="industrial_output_large", measure_confirmed=True,
    )  # fmt: skip
    found = preview_import(
        name="6.csv", content=FIGURES.encode(), publisher="统计局", published_on=date(2019, 7, 12), by=None
    )
    apply_import(found, by=None)
    return plan


@pytest.fixture
def report(published, supervisor):
    return draft_report(published, ReportKind.MONTHLY, SPAN, by=supervisor)


@pytest.fixture
def leader(db):
    user = User.objects.create_user("jiang", last_name="江", password=None)
    user.groups.add(Group.objects.get_or_create(name="leader")[0])
    return user


def test_the_list_says_the_first_step(client, supervisor):
    client.force_login(supervisor)
    said = client.get(reverse("desk:reports"))
    assert reverse("desk:report_new") in said.content.decode()


def test_preview_keeps_nothing(client, published, supervisor):
    client.force_login(supervisor)
    said = client.get(reverse("desk:report_new"), {"kind": "monthly", "span": "2019-06", "day": "2019-07-18"})
    page = said.content.decode()
    assert "规模工业总产值完成" in page
    assert "1251.3亿元" in page
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kind": "monthly", "span": "2019-01"}, "2019-06"),
        ({"kind": "monthly", "span": "2018-06"}, "2018"),
        ({"kind": "monthly", "span": "2019-06", "day": "yesterday"}, "2019-07-18"),
        ({"kind": "monthly", "span": "<script>"}, "&lt;SCRIPT&gt;"),
    ],
)
def test_what_cannot_be_reported_is_said(client, published, supervisor, asked, says):
    client.force_login(supervisor)
    said = client.get(reverse("desk:report_new"), asked)
    assert said.status_code == 200
    page = said.content.decode()
    assert 'role="alert"' in page
    assert says.lower() in page.lower()


def test_draft_release_download(client, published, supervisor):
    client.force_login(supervisor)
    said = client.post(reverse("desk:report_draft"), {"kind": "monthly", "span": "2019-06"}, follow=True)
    made = Report.objects.get()
    assert said.redirect_chain[-1][0] == reverse("desk:report", args=[made.pk])
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf")):
        file = client.get(reverse("desk:report_file", args=[made.pk, "draft", form]))
        assert file.content.startswith(start)
        assert "attachment" in file["Content-Disposition"]
    client.post(reverse("desk:report_release", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == ReportState.RELEASED
    assert made.released_by == supervisor
    assert client.get(reverse("desk:report_file", args=[made.pk, "released", "pdf"])).status_code == 200
    assert client.get(reverse("desk:report_file", args=[made.pk, "released", "exe"])).status_code == 404
    page = client.get(reverse("desk:report", args=[made.pk])).content.decode()
    assert f'action="{reverse("desk:report_release", args=[made.pk])}"' not in page


def test_a_code_leads_to_the_number(client, report, leader):
    client.force_login(leader)
    number = report.numbers.get(key__endswith="/actual")
    page = client.get(reverse("desk:trace_code", args=[number.code.lower()])).content.decode()
    assert page.count("1251.3亿元") == 3
    page = client.get(reverse("desk:report", args=[report.pk])).content.decode()
    assert reverse("desk:trace_code", args=[number.code]) in page
    listed = client.get(reverse("desk:report_numbers", args=[report.pk])).content.decode()
    assert listed.count("data-row") == report.numbers.count()


def test_a_slip_leads_nowhere(client, report, leader):
    client.force_login(leader)
    code = report.numbers.first().code
    wrong = ("A" if code[0] != "A" else "C") + code[1:]
    assert client.get(reverse("desk:trace_code", args=[wrong])).status_code == 404
    assert client.get(reverse("desk:trace_codes"), {"code": code})["Location"].endswith(code)


def test_who_reads_does_not_write(client, report, leader):
    client.force_login(leader)
    page = client.get(reverse("desk:report", args=[report.pk])).content.decode()
    assert f'action="{reverse("desk:report_release", args=[report.pk])}"' not in page
    for name, args in (
        ("report_release", [report.pk]), ("report_discard", [report.pk]), ("report_draft", []),
        ("report_template", []), ("report_template_reset", []), ("report_wording", []),
    ):  # fmt: skip
        assert client.post(reverse(f"desk:{name}", args=args)).status_code == 403
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_a_template_is_checked_and_taken(client, supervisor):
    client.force_login(supervisor)
    bad = SimpleUploadedFile("模板.docx", built_in_template().replace(b"PK\x03\x04", b"PK\x03\x05", 1))
    said = client.post(reverse("desk:report_template"), {"file": bad})
    assert said.status_code == 422
    assert 'role="alert"' in said.content.decode()
    assert not TemplateVersion.objects.exists()
    good = SimpleUploadedFile("模板.docx", built_in_template())
    client.post(reverse("desk:report_template"), {"file": good, "note": "第一版"})
    version = TemplateVersion.objects.get()
    assert (version.name, version.note, version.made_by) == ("模板.docx", "第一版", supervisor)
    file = client.get(reverse("desk:report_template_version", args=[version.pk]))
    assert file.content == built_in_template()
    client.post(reverse("desk:report_template_reset"))
    assert client.get(reverse("desk:report_template_file")).content == built_in_template()


def test_texts_and_order_are_kept(client, supervisor):
    client.force_login(supervisor)
    sent = {"symbol": "星经开督", "addressee": "各部门", "monthly:overview": "2", "monthly:checks": "1"}
    client.post(reverse("desk:report_wording"), sent)
    wording = Wording.objects.get()
    assert wording.passages["monthly"] == ["checks", "overview"]
    assert wording.made_at <= timezone.localtime(clock.now())
    said = client.post(reverse("desk:report_wording"), {"symbol": "甲", "recipients": "nobody"})
    assert "nobody" in said.content.decode()
    assert 'value="甲"' in said.content.decode()
    assert Wording.objects.count() == 1


def test_put_aside_is_out_of_sight_and_on_record(client, report, supervisor):
    client.force_login(supervisor)
    client.post(reverse("desk:report_discard", args=[report.pk]))
    address = reverse("desk:report", args=[report.pk])
    assert address not in client.get(reverse("desk:reports")).content.decode()
    assert address in client.get(reverse("desk:reports"), {"discarded": "1"}).content.decode()
