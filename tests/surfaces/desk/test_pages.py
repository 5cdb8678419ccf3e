"""Do the pages of the desk show, take in, refuse and say what they should?"""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from reviewing import PLAN

from guatu.base import clock
from guatu.kernel.access.gate import ANYBODY, need_of
from guatu.plan.actions.binding import confirm_measure, park_target
from guatu.plan.actions.reviewing import accept_all
from guatu.plan.models import Plan, PlanState, Target
from guatu.surfaces.desk.quotes import edits, pieces
from guatu.surfaces.desk.urls import urlpatterns
from guatu.surfaces.desk.views.downloads import attachment
from guatu.zone.statistics.models import FigureImport, PublishedFigure

pytestmark = pytest.mark.django_db

SHEET = """指标,时期,数值,单位,同比增长(%)
规模工业总产值,2019年1-5月,1058.2,亿元,10.4
规模工业总产值,2019年1月,88,亿元,
财政总收入,2019年1-5月,78.4,亿美元,9
"""


@pytest.fixture(autouse=True)
def _june():
    with clock.use(date(2019, 6, 30)):
        yield


@pytest.fixture
def office(client, supervisor):
    client.force_login(supervisor)
    return client


def posted_file(name="plan.txt", content=None):
    return {"file": SimpleUploadedFile(name, PLAN.encode() if content is None else content)}


def publishable(plan, by):
    """Decides on everything that stands against publishing."""
    accept_all(plan, by=by)
    for row in Target.objects.filter(plan=plan, measure_confirmed=False):
        if row.measure:
            confirm_measure(row, by=by)
        else:
            park_target(row, "没有统计", by=by)


def test_every_page_is_closed_to_strangers(client, db):
    for pattern in (each for each in urlpatterns if need_of(each.callback) != ANYBODY):
        values = dict.fromkeys(pattern.pattern.converters, "1")
        answer = client.get(reverse(f"desk:{pattern.name}", kwargs=values))
        assert answer.status_code == 302, pattern.name
        assert "/sign-in/" in answer["Location"]


def test_an_upload_goes_straight_to_its_review(office):
    answer = office.post(reverse("desk:plan_upload"), posted_file(), headers={"Accept": "application/json"})
    plan = Plan.objects.get()
    assert answer.json() == {"location": reverse("desk:review", args=[plan.pk])}
    plain = office.post(reverse("desk:plan_upload"), posted_file())
    assert plain["Location"] == reverse("desk:review", args=[plan.pk])
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff\xfe" * 400, b"%PDF-1.7 nothing"])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(office, content):
    for headers in ({}, {"Accept": "application/json"}):
        answer = office.post(reverse("desk:plan_upload"), posted_file("x.txt", content), headers=headers)
        assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Plan.objects.exists()


def test_an_auditor_reads_and_changes_nothing(client, auditor, plan):
    client.force_login(auditor)
    assert client.get(reverse("desk:review", args=[plan.pk])).status_code == 200
    assert client.get(reverse("desk:lint", args=[plan.pk])).status_code == 200
    for name in ("review_action", "publish", "amend"):
        assert client.post(reverse(f"desk:{name}", args=[plan.pk])).status_code == 403
    assert client.post(reverse("desk:assignments", args=[plan.pk])).status_code == 403
    assert client.post(reverse("desk:plan_upload"), posted_file()).status_code == 403
    assert client.post(reverse("desk:figures_import"), posted_file()).status_code == 403


def test_the_document_goes_out_as_it_came_in_and_never_inline(office, plan):
    answer = office.get(reverse("desk:plan_document", args=[plan.pk]))
    assert answer.content == PLAN.encode()
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_name_cannot_write_headers():
    sent = attachment(b"", 'a"\r\nX-Evil: 1.txt', "text/plain")["Content-Disposition"]
    assert "\r" not in sent
    assert "\n" not in sent
    assert sent.count('"') == 2


def test_the_review_page_carries_text_safely(office, supervisor):
    text = PLAN.replace("优化营商环境", "优化</script><b>营商环境")
    office.post(reverse("desk:plan_upload"), posted_file(content=text.encode()))
    page = office.get(reverse("desk:review", args=[Plan.objects.get().pk])).content.decode()
    assert "</script><b>" not in page
    assert not re.search(r"\son\w+=|\sstyle=", page)


def test_the_plan_check_quotes_the_sentence_and_lights_the_place(office, plan):
    page = office.get(reverse("desk:lint", args=[plan.pk])).content.decode()
    assert "2550 + 1358 = 3908" in page
    assert "<mark>50家</mark>" in page
    assert reverse("desk:review", args=[plan.pk]) + "#target-" in page


def test_parking_settles_a_target_without_a_source(office, plan):
    row = Target.objects.filter(plan=plan, measure="").first() or Target.objects.get(plan=plan, text="50家")
    park = reverse("desk:park_target", args=[plan.pk, row.pk])
    office.post(park, {"reason": " "})
    row.refresh_from_db()
    assert row.parked_reason == ""
    office.post(park, {"reason": "暂无统计"})
    row.refresh_from_db()
    assert row.parked_reason == "暂无统计"


def test_publishing_says_what_is_in_the_way_and_then_leads_to_the_wall(office, supervisor, plan):
    publish, lint = reverse("desk:publish", args=[plan.pk]), reverse("desk:lint", args=[plan.pk])
    page = office.post(publish, follow=True).content.decode()
    assert "message--error" in page
    publishable(plan, supervisor)
    assert 'id="publish-sheet"' in office.get(lint).content.decode()
    page = office.post(publish, follow=True).content.decode()
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED
    assert reverse("wall:wall") + f"?plan={plan.pk}" in page


def test_many_items_are_assigned_at_once(office, plan, departments):
    rows = list(Target.objects.filter(plan=plan)[:3])
    address = reverse("desk:assignments", args=[plan.pk])
    refs = [f"target-{row.pk}" for row in rows]
    office.post(address, {"items": refs, "lead": departments[1].pk, "supporting": [departments[0].pk]})
    for row in rows:
        row.refresh_from_db()
        assert row.lead == departments[1]
        assert list(row.supporting.all()) == [departments[0]]
    page = office.get(address + "?show=open").content.decode()
    assert refs[0] not in page


@pytest.mark.parametrize("digits", ["9" * 5000, "9" * 19, "٣"])
def test_a_number_that_no_key_has_is_no_crash(office, plan, departments, digits):
    address = reverse("desk:assignments", args=[plan.pk])
    sent = {"items": "target-1", "lead": digits, "leader": digits, "supporting": digits}
    assert office.post(address, sent).status_code == 302
    assert office.post(address, {"items": f"target-{digits}", "lead": ""}).status_code == 302
    named = reverse("desk:name_plan", args=[plan.pk])
    assert office.post(named, {"title": plan.title, "year": digits}).status_code == 302
    year = plan.year
    plan.refresh_from_db()
    assert plan.year == year
    review = reverse("desk:review_action", args=[plan.pk])
    body = '{"verb": "edit_plan", "fields": {"year": ' + digits + "}}"
    assert office.post(review, body, content_type="application/json").status_code in (400, 409, 422)


def test_an_amended_document_is_seen_before_it_is_taken_over(office, plan):
    amended = PLAN.replace("187亿元", "190亿元").replace(",新增规模以上工业企业20家以上", "")
    answer = office.post(reverse("desk:amend", args=[plan.pk]), posted_file("new.txt", amended.encode()))
    page = office.get(answer["Location"]).content.decode()
    assert "<del>187</del> → <ins>190</ins>" in page
    assert Target.objects.get(plan=plan, text="187亿元")
    office.post(answer["Location"] + "/apply")
    assert Target.objects.get(plan=plan, text="190亿元")


def test_figures_are_previewed_applied_and_withdrawn(office):
    said = {"publisher": "市统计局", "published_on": "2019-06-20"}
    answer = office.post(reverse("desk:figures_import"), posted_file("五月.csv", SHEET.encode()) | said)
    detail = answer["Location"]
    found = FigureImport.objects.get()
    page = office.get(detail).content.decode()
    assert page.count('class="is-error"') == found.counts["wrong"] == 2
    assert not PublishedFigure.objects.exists()

    office.post(detail + "/apply")
    assert not PublishedFigure.objects.exists()
    office.post(detail + "/apply", {"skip_wrong": "1"})
    assert PublishedFigure.objects.get().amount == Decimal("1058.2")
    code = PublishedFigure.objects.get().measure
    assert "1,058.2" in office.get(reverse("desk:measure_figures", args=[code])).content.decode()
    assert "1,058.2" in office.get(reverse("desk:figures")).content.decode()

    office.post(detail + "/withdraw")
    assert "1,058.2" not in office.get(reverse("desk:figures")).content.decode()


def test_what_a_person_downloads_opens_as_a_sheet(office):
    said = {"publisher": "市统计局", "published_on": "2019-06-20"}
    detail = office.post(reverse("desk:figures_import"), posted_file("五月.csv", SHEET.encode()) | said)[
        "Location"
    ]
    for address in (detail + "/rejects", reverse("desk:figures_template")):
        book = CalamineWorkbook.from_filelike(io.BytesIO(office.get(address).content))
        assert book.get_sheet_by_index(0).to_python()
    source = office.get(reverse("desk:source_document", args=[FigureImport.objects.get().document_id]))
    assert source.content == SHEET.encode()


def test_a_table_without_publisher_or_day_is_refused(office):
    for said in (
        {"publisher": "", "published_on": "2019-06-20"},
        {"publisher": "局", "published_on": "昨天"},
    ):
        answer = office.post(reverse("desk:figures_import"), posted_file("a.csv", SHEET.encode()) | said)
        assert answer.status_code == 422
    assert not FigureImport.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_stands_in_both_languages(office, plan, language):
    office.cookies["django_language"] = language
    for name in ("review", "lint", "assignments", "amend"):
        page = office.get(reverse(f"desk:{name}", args=[plan.pk])).content.decode()
        assert ('lang="en"' in page[:200]) is (language == "en")
    for name in ("home", "figures", "figures_import"):
        assert office.get(reverse(f"desk:{name}")).status_code == 200


def test_the_theme_is_what_the_reader_chose_and_nothing_else(office):
    for cookie, shown in (("dark", 'data-theme="dark"'), ('x" onload="', "data-theme")):
        office.cookies["theme"] = cookie
        assert (shown in office.get("/").content.decode()[:300]) is (cookie == "dark")


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/plans/99999/review", 404)])
def test_what_is_not_there_says_so_with_a_way_back(office, address, status):
    answer = office.get(address)
    assert answer.status_code == status
    assert 'href="/"' in answer.content.decode()


def test_a_long_sentence_is_cut_round_its_place():
    text = "前" * 300 + "目标" + "后" * 300
    shown = list(pieces(text, 0, len(text), [(300, 302)]))
    assert [piece.text for piece in shown if piece.lit] == ["目标"]
    assert sum(len(piece.text) for piece in shown) < 170
    assert (shown[0].text, shown[-1].text) == ("…", "…")


def test_overlapping_places_are_lit_once():
    shown = list(pieces("甲乙丙丁", 0, 4, [(0, 3), (1, 2), (2, 4)]))
    assert "".join(piece.text for piece in shown) == "甲乙丙丁"


def test_an_edited_number_is_shown_whole():
    shown = [(edit.text, edit.kind) for edit in edits("新增30家", "新增36家")]
    assert shown == [("新增", "same"), ("30", "out"), ("36", "in"), ("家", "same")]


def test_a_page_that_has_grown_old_says_what_to_do(supervisor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(supervisor)
    answer = client.post(reverse("desk:figures_import"))
    assert answer.status_code == 403
    assert "重新打开页面" in answer.content.decode()
