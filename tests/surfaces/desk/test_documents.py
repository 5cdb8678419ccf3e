"""Do the pages of papers take in, show, find and give out what they should, and only to whom they should?"""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from papering import PDF, PNG, TEXT, a_firm, add_address, file_address, paper, user_of

from guatu.base import clock
from guatu.kernel.access.models import Reading
from guatu.kernel.documents import store
from guatu.kernel.documents.models import Document, DocumentVersion
from guatu.kernel.documents.texts import read_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def clerk(db):
    return user_of("staff")


@pytest.fixture
def firm(db):
    return a_firm()


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def upload(name="说明.txt", content=None):
    return SimpleUploadedFile(name, TEXT.encode() if content is None else content)


def test_files_are_handed_in_on_the_page_of_a_record(office, firm):
    page = f"/registries/enterprises/{firm.pk}"
    assert add_address(firm) in office.get(page).content.decode()
    files = [upload("a.txt"), upload("b.pdf", PDF), upload("c.pdf", b"MZ no")]
    answer = office.post(add_address(firm), {"file": files, "kind": "contract", "happened_on": "2018-05-06"})
    assert answer["Location"] == f"{page}#documents"
    assert sorted(Document.objects.values_list("title", "kind")) == [("a", "contract"), ("b", "contract")]
    moment = DocumentVersion.objects.first().happened_at
    assert clock.day_of(moment) == date(2018, 5, 6)
    shown = office.get(page)
    said = [str(message) for message in shown.context["messages"]]
    assert len(said) == 3
    assert '<a class="plans-title" href="/documents/' in shown.content.decode()


def test_a_script_is_told_in_a_sentence(office, firm):
    answer = office.post(
        add_address(firm), {"file": upload("a.svg", b"<svg/>")}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "svg")
    answer = office.post(add_address(firm), {"file": upload()}, headers={"Accept": "application/json"})
    assert answer.json() == {"location": f"/registries/enterprises/{firm.pk}#documents"}
    panel = office.get(reverse("desk:documents_panel", args=["enterprises", "enterprise", firm.pk]))
    assert "说明" in panel.content.decode()
    assert "<html" not in panel.content.decode()
    for wrong in (
        {},
        {"file": upload("x.txt"), "happened_on": "soon"},
        {"file": upload(), "happened_on": "2999-01-01"},
    ):
        answer = office.post(add_address(firm), wrong, headers={"Accept": "application/json"})
        assert answer.status_code == 422
    assert Document.objects.count() == 1


def test_a_second_click_hands_in_once(office, firm):
    for _click in range(2):
        office.post(add_address(firm), {"file": upload()})
    assert Document.objects.count() == 1


def test_only_records_that_somebody_answers_for_take_papers(office, firm):
    for app, model, pk in (
        ("enterprises", "enterprise", 999_999),
        ("auth", "user", 1),
        ("nothing", "here", 1),
    ):
        address = reverse("desk:documents_add", args=[app, model, pk])
        assert office.post(address, {"file": upload()}).status_code == 404
    assert not Document.objects.exists()


def test_a_file_goes_out_as_it_came_in_and_never_as_a_page(office, firm, clerk):
    made = paper(firm, clerk, '租赁 "合同".pdf', PDF)
    answer = office.get(file_address(made))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert (
        "filename*=UTF-8''%E7%A7%9F%E8%B5%81%20%22%E5%90%88%E5%90%8C%22.pdf" in answer["Content-Disposition"]
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "private, no-cache"
    again = office.get(file_address(made), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert office.get(file_address(made, 2)).status_code == 404


def test_an_altered_file_does_not_go_out(office, firm, clerk):
    made = paper(firm, clerk)
    store.place_of(made.versions.get().sha256).write_bytes("租金每月２元".encode())
    answer = office.get(file_address(made), follow=True)
    assert answer.redirect_chain == [(f"/documents/{made.pk}", 302)]
    assert len(list(answer.context["messages"])) == 1


def test_pages_of_a_pdf_are_shown_as_pictures(office, firm, clerk):
    made = paper(firm, clerk, "a.pdf", PDF)
    shown = office.get(f"/documents/{made.pk}").content.decode()
    assert shown.count('loading="lazy"') == 2
    assert 'width="300" height="400"' in shown
    first = office.get(reverse("desk:document_page", args=[made.pk, 1, 1]) + "?w=240")
    assert first["Content-Type"] == "image/png"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first.content.startswith(b"\x89PNG")
    assert int.from_bytes(first.content[16:20]) == 240
    assert int.from_bytes(first.content[20:24]) == 320
    assert office.get(reverse("desk:document_page", args=[made.pk, 1, 2]) + "?w=240").content != first.content
    assert office.get(reverse("desk:document_page", args=[made.pk, 1, 3])).status_code == 404
    text = paper(firm, clerk)
    assert office.get(reverse("desk:document_page", args=[text.pk, 1, 1])).status_code == 404


def test_texts_tables_and_pictures_are_shown_and_the_rest_is_said(office, firm, clerk):
    def page_of(made):
        return office.get(f"/documents/{made.pk}").content.decode()

    assert "<p>第一条 租期三年。</p>" in page_of(paper(firm, clerk))
    assert "<td>企业</td><td>产值</td>" in page_of(paper(firm, clerk, "t.csv", "企业,产值\n甲,1\n".encode()))
    picture = paper(firm, clerk, "p.png", PNG)
    assert f'<img src="{file_address(picture)}?opened=' in page_of(picture)
    hostile = paper(firm, clerk, "h.txt", b"hello <script>alert(1)</script>")
    assert "&lt;script&gt;" in page_of(hostile)
    tiff = b"II*\x00\x08\x00\x00\x00\x02\x00" + b"\x00\x01\x04\x00\x01\x00\x00\x00\x09\x00\x00\x00"
    tiff += b"\x01\x01\x04\x00\x01\x00\x00\x00\x09\x00\x00\x00" + bytes(4)
    assert "data-viewer" not in page_of(paper(firm, clerk, "s.tif", tiff))


def test_versions_are_listed_proven_and_compared(office, firm, clerk):
    made = paper(firm, clerk)
    new = SimpleUploadedFile("租赁合同.txt", TEXT.replace("三年", "五年").encode())
    office.post(reverse("desk:document_version", args=[made.pk]), {"file": new, "note": "延长"})
    for version in made.versions.all():
        read_text(version.sha256)
    shown = office.get(f"/documents/{made.pk}")
    assert [each.version.number for each in shown.context["versions"]] == [2, 1]
    assert all(each.entry for each in shown.context["versions"])
    assert "延长" in shown.content.decode()
    old = office.get(f"/documents/{made.pk}?version=1")
    assert not old.context["is_last"]
    difference = office.get(f"/documents/{made.pk}/compare?old=1&new=2").content.decode()
    assert "<del>三</del><ins>五</ins>" in difference
    assert office.get(f"/documents/{made.pk}/compare?old=1&new=9").status_code == 404
    # Not sealed yet: said, not an empty file.
    seq = shown.context["versions"][0].entry.seq
    answer = office.get(reverse("desk:document_proof", args=[made.pk, seq]), follow=True)
    assert len(list(answer.context["messages"])) == 1
    assert office.get(reverse("desk:document_proof", args=[made.pk, 1])).status_code == 404


def test_a_paper_is_described_withdrawn_and_restored(office, firm, clerk):
    made = paper(firm, clerk)
    values = {"title": "场地租赁合同", "kind": "contract", "kept": "commercial"}
    office.post(reverse("desk:document_describe", args=[made.pk]), values)
    made.refresh_from_db()
    assert (made.title, made.kind, made.field_class) == ("场地租赁合同", "contract", "commercial")
    office.post(reverse("desk:document_withdraw", args=[made.pk]), {"reason": ""})
    made.refresh_from_db()
    assert not made.is_withdrawn
    office.post(reverse("desk:document_withdraw", args=[made.pk]), {"reason": "错放"})
    assert "错放" in office.get(f"/documents/{made.pk}").content.decode()
    assert "场地租赁合同" not in office.get(f"/registries/enterprises/{firm.pk}").content.decode()
    office.post(reverse("desk:document_restore", args=[made.pk]))
    made.refresh_from_db()
    assert not made.is_withdrawn


ROLES = [
    "supervision",
    "staff",
    "leader",
    "statistics",
    "auditor",
    "enterprise",
    "system_admin",
    "security_admin",
]
READS = {
    "open": {"supervision", "staff", "leader", "statistics", "auditor"},
    "internal": {"supervision", "staff", "leader", "statistics", "auditor"},
    "personal": {"supervision", "staff"},
    "commercial": {"supervision", "staff", "leader"},
    "restricted": {"supervision"},
}


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_which_class(role, client, firm):
    by = user_of("supervision" if role != "supervision" else "staff")
    client.force_login(user_of(role))
    for kept, readers in READS.items():
        made = paper(firm, by, f"{kept}.txt", f"{kept} text".encode(), kept=kept)
        expected = 200 if role in readers else 403
        for address in (f"/documents/{made.pk}", file_address(made)):
            assert client.get(address).status_code == expected, (kept, address)
        adds = role in {"supervision", "staff", "statistics"} and role in readers
        answer = client.post(reverse("desk:document_withdraw", args=[made.pk]), {"reason": "x"})
        assert answer.status_code == (302 if adds else 403), kept
    assert client.get(f"/documents/{made.pk + 1}").status_code == (404 if role in READS["open"] else 403)


def test_what_is_kept_closely_is_listed_without_its_name_and_not_found(client, firm, clerk):
    paper(firm, clerk, "绝密租赁.txt", kept="restricted")
    client.force_login(user_of("leader"))
    page = client.get(f"/registries/enterprises/{firm.pk}").content.decode()
    assert "绝密" not in page
    assert '<span class="masked"' in page
    assert client.get("/documents/", {"q": "租金"}).context["search"].count == 0
    assert client.get("/documents/", {"q": "绝密"}).context["search"].count == 0


def test_a_restricted_paper_stays_in_no_cache(client, firm, clerk):
    made = paper(firm, clerk, kept="restricted")
    client.force_login(user_of("supervision"))
    answer = client.get(file_address(made))
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def readings_of(made) -> list[str]:
    rows = Reading.objects.filter(model="documents.document", record=str(made.pk)).order_by("at", "pk")
    return [row.field_class for row in rows]


def test_reading_what_is_kept_closely_is_recorded(client, firm, clerk):
    restricted = paper(firm, clerk, "r.pdf", PDF, kept="restricted")
    personal = paper(firm, clerk, "p.txt", "住址 电话".encode(), kept="personal")
    client.force_login(user_of("supervision"))
    shown = client.get(f"/documents/{restricted.pk}")
    assert readings_of(restricted) == ["restricted"]
    # Its pages are part of that; without its word, or with another's, they are readings of their own.
    page = reverse("desk:document_page", args=[restricted.pk, 1, 1]) + "?w=240&opened="
    client.get(page + shown.context["opened"])
    assert readings_of(restricted) == ["restricted"]
    other = client.get(f"/documents/{personal.pk}").context["opened"]
    for word in ("", "x", other):
        client.get(page + word)
    client.get(file_address(restricted))
    assert len(readings_of(restricted)) == 5
    client.get(f"/documents/{personal.pk}")
    assert readings_of(personal) == ["personal"]
    client.get("/documents/", {"q": "住址"})
    assert readings_of(personal) == ["personal"]
    client.get("/documents/", {"q": "licence"})
    assert len(readings_of(restricted)) == 6


def test_reading_what_is_not_kept_closely_is_nobodys_business(office, firm, clerk):
    made = paper(firm, clerk, kept="commercial")
    office.get(f"/documents/{made.pk}")
    assert readings_of(made) == []


def test_a_word_file_with_macros_under_another_name_is_refused(office, firm):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        types = "<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
        package.writestr("[Content_Types].xml", types)
        package.writestr("word/vbaProject.bin", b"x")
    answer = office.post(
        add_address(firm),
        {"file": upload("a.docx", buffer.getvalue())},
        headers={"Accept": "application/json"},
    )
    assert json.loads(answer.content)["code"] == "macros"
