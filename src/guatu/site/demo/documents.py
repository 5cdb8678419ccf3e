"""Which papers does the demonstration zone have? Licences, contracts, letters; all of them invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.base.happenings import Happening
from guatu.kernel.documents.actions import add_version, attach
from guatu.kernel.documents.models import Document, Kept, PaperKind
from guatu.site.demo.zone import read_zone
from guatu.zone.enterprises.models import Enterprise

_MARK = "本文件为演示数据，不代表任何真实企业。"
_LICENCE = ("营业执照（示例）", "", "名称：{name}", "统一社会信用代码：{uscc}", "住所：{address}", "", _MARK)
_CONTRACT = (
    "厂房租赁合同（示例）",
    "甲方：星野经开区产业投资有限公司（演示）",
    "乙方：{name}",
    "第一条 甲方将坐落于{address}的标准厂房出租给乙方使用。",
    "第二条 租赁面积为3200平方米，租期三年，自2019年1月1日起计算。",
    "第三条 租金为每平方米每月20元，按季支付。",
    "第四条 乙方应遵守安全生产和环境保护的规定。",
    _MARK,
)
_ENLARGED = {
    "第二条 租赁面积为3200平方米，": "第二条 租赁面积为3600平方米，",
    "第四条 乙方应遵守": "第四条 新增的400平方米自2019年4月1日起计租。\n第五条 乙方应遵守",
}
_REPLY = (
    "关于{name}扩建用电申请的答复（示例）",
    "你公司关于扩建生产线用电容量的申请收悉。经研究，同意将用电容量由800千伏安增至1250千伏安。",
    "请于2019年6月30日前办理相关手续。",
    _MARK,
)
_SECOND_REPLY = (
    "关于{name}技术改造补贴申请的答复（示例）",
    "你公司关于技术改造补贴的申请收悉。经审核，申报材料齐全，符合条件，拟于2019年10月纳入第二批兑现名单。",
    _MARK,
)
_CONTRACT_NAME = "厂房租赁合同（示例）.docx"
OFFICER = "zhaoshang"


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    content: bytes


# Letters of Adobe-GB1 with numbers up to 95 are half as wide as the others.
_FACE = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/FontDescriptor 7 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>"
)
_FACE_MEASURES = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93/FontBBox[-25 -254 1000 880]>>"
)


def documents_of_the_year() -> Iterator[Happening]:
    """The papers of the enterprises that have an account, as they are handed in."""
    for each in read_zone().representatives:
        for moment, says, does in (
            ("2019-03-11T09:30", "a licence and a contract", _hand_in),
            ("2019-04-08T14:05", "a contract's second version", _hand_in_enlarged),
            ("2019-05-20T16:40", "an answer to an application", _hand_in_reply),
            ("2019-09-10T10:15", "a second answer to an application", _hand_in_second_reply),
        ):
            yield Happening(_at(moment), OFFICER, says, partial(does, each.uscc))


def _hand_in(uscc: str) -> None:
    firm, words = _firm(uscc)
    licence = _File("营业执照（示例）.pdf", _pdf(_said(_LICENCE, words)))
    attach(firm, licence, by=_officer(), kind=PaperKind.LICENCE, kept=Kept.OPEN)
    attach(
        firm,
        _File(_CONTRACT_NAME, _word(_contract(words))),
        by=_officer(),
        kind=PaperKind.CONTRACT,
        kept=Kept.COMMERCIAL,
        happened_at=_at("2018-12-20T00:00"),
    )


def _hand_in_enlarged(uscc: str) -> None:
    firm, words = _firm(uscc)
    enlarged = _contract(words)
    for old, new in _ENLARGED.items():
        enlarged = enlarged.replace(old, new)
    made = Document.objects.get(
        subject_model=firm._meta.label_lower, subject_id=firm.pk, kind=PaperKind.CONTRACT
    )
    second = _File(_CONTRACT_NAME, _word(enlarged))
    happened = _at("2019-03-28T00:00")
    add_version(made, second, by=_officer(), note="租赁面积增加400平方米", happened_at=happened)


def _hand_in_reply(uscc: str) -> None:
    firm, words = _firm(uscc)
    reply = _File("用电申请答复（示例）.docx", _word("\n".join(_said(_REPLY, words))))
    attach(firm, reply, by=_officer(), kind=PaperKind.APPROVAL)


def _hand_in_second_reply(uscc: str) -> None:
    firm, words = _firm(uscc)
    reply = _File("技改补贴申请答复（示例）.docx", _word("\n".join(_said(_SECOND_REPLY, words))))
    attach(firm, reply, by=_officer(), kind=PaperKind.APPROVAL)


def _firm(uscc: str) -> tuple[Enterprise, Mapping[str, str]]:
    firm = Enterprise.objects.get(uscc=uscc)
    return firm, {"name": firm.name, "uscc": firm.uscc or "", "address": firm.registered_address}


def _officer() -> User:
    return User.objects.get(username=OFFICER)


def _contract(words: Mapping[str, str]) -> str:
    return "\n".join(_said(_CONTRACT, words))


def _said(lines: tuple[str, ...], words: Mapping[str, str]) -> list[str]:
    return [line.format(**words) for line in lines]


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=clock.ZONE_TIME)


def _word(text: str) -> bytes:
    """A Word document of these lines."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{lines}</w:body></w:document>"
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        parts = (("[Content_Types].xml", types), ("_rels/.rels", links), ("word/document.xml", body))
        for name, part in parts:
            # A moment of its own would make other bytes of the same paper at every start.
            package.writestr(zipfile.ZipInfo(name, (2019, 1, 1, 0, 0, 0)), head + part)
    return buffer.getvalue()


def _pdf(lines: list[str]) -> bytes:
    """A PDF of one page, in a Chinese face that the reader's machine brings along (Adobe-GB1)."""
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> '" for line in lines)
    content = f"BT /F1 16 Tf 72 740 Td 32 TL {shown} ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[6 0 R]>>",
        _FACE,
        _FACE_MEASURES,
    )
    out = bytearray(b"%PDF-1.4\n%\xe5\xe4\xf6\xfc\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
