"""What the tests of papers share: a firm, people, a paper of the firm, files of small size."""

from datetime import date

from django.contrib.auth.models import Group, User
from django.urls import reverse

from guatu.kernel.documents.actions import attach
from guatu.kernel.documents.models import Document
from guatu.kernel.documents.texts import read_text
from guatu.kernel.registry.actions import insert_records
from guatu.surfaces.desk.views.uploads import Upload
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES

TEXT = "甲方：星野经开区管委会\n第一条 租期三年。\n第二条 租金每月２０元。\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def pdf(*lines: str) -> bytes:
    """A PDF of a page a line, made by hand; what reads it mends that it has no table of places."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(lines)))
    out = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    out += b"2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n" % (kids, len(lines))
    out += b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    for n, line in enumerate(lines):
        body = b"BT /F1 24 Tf 60 300 Td (%s) Tj ET" % line.encode()
        out += b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents %d 0 R" % (
            10 + 2 * n,
            11 + 2 * n,
        )
        out += b"/Resources<</Font<</F1 3 0 R>>>>>>endobj\n"
        out += b"%d 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (11 + 2 * n, len(body), body)
    return out + b"trailer<</Root 1 0 R/Size 99>>\nstartxref\n0\n%%EOF\n"


PDF = pdf("Business licence", "second page")


def user_of(role: str) -> User:
    user = User.objects.create_user(f"{role}-1", last_name="方", first_name="梅")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def a_firm() -> Enterprise:
    values = make_enterprises(2, date(2019, 2, 28))
    return insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))[0]


def paper(firm, by, name="租赁合同.txt", content=None, **more) -> Document:
    made = attach(firm, Upload(name, TEXT.encode() if content is None else content), by=by, **more)
    for version in made.versions.all():
        read_text(version.sha256)
    return made


def add_address(firm) -> str:
    return reverse("desk:documents_add", args=["enterprises", "enterprise", firm.pk])


def file_address(made: Document, number: int = 1) -> str:
    return reverse("desk:document_file", args=[made.pk, number])
