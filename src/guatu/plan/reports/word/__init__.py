"""How does a report become a Word document that the office can go on working with?

The frame comes from a template that the zone edits in Word (`template.py` makes the built-in one), the text
is put in where the template says {{ body }}. The same content and template give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import cast

from docx.document import Document
from docx.shared import Mm
from docxtpl import DocxTemplate
from lxml import etree

from guatu.base.errors import Refused
from guatu.plan.reports.typesetting import set_chart
from guatu.plan.reports.word.checking import BLOCKS, environment, problems_of
from guatu.plan.reports.word.setting import LINE_BREAK, paragraph_of_block, picture_caption

Picture = Callable[[Mapping[str, object]], bytes]
Blocks = Sequence[Mapping[str, object]]
CHART_WIDTH = Mm(156)
#: A zip cannot say an earlier day; when the report was made stands in its own words.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def set_word(
    report: Mapping[str, object], template: bytes, moment: datetime, draw: Picture = set_chart
) -> bytes:
    """The report as docx in that template; Refused where the template is not one of ours any more."""
    found = problems_of(template)
    if found:
        raise Refused("bad_template", str(found[0]))
    made = DocxTemplate(io.BytesIO(template))
    frame = cast("Mapping[str, object]", report["frame"])
    made.render(_words_of(frame), jinja_env=environment(), autoescape=True)
    document = cast(Document, made.docx)  # get_docx() would read the template anew
    _break_lines(document)
    attached = cast("Sequence[Mapping[str, object]]", report["attached"])
    _fill(document, BLOCKS["body"], cast(Blocks, report["body"]), draw)
    _fill(document, BLOCKS["attached"], _attached(attached), draw)
    _say_properties(document, frame, moment)
    saved = io.BytesIO()
    made.save(saved)
    return without_time(saved.getvalue())


def without_time(package: bytes) -> bytes:
    """The same package with its members in one order and without the moment at which they were packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            new.writestr(member, old.read(name))
    return packed.getvalue()


def _words_of(frame: Mapping[str, object]) -> dict[str, object]:
    """What a template may name: the words of the frame, and marks where blocks of text go."""
    words: dict[str, object] = {name: value for name, value in frame.items() if isinstance(value, str)}
    words["title"] = str(frame["title"]).replace("\n", LINE_BREAK)
    names = cast("Sequence[str]", frame["attachments"])
    numbered = names if len(names) < 2 else [f"{place}.{name}" for place, name in enumerate(names, start=1)]
    words["attachments"] = LINE_BREAK.join(numbered)
    words.update(BLOCKS)
    return words


def _attached(attached: Sequence[Mapping[str, object]]) -> Blocks:
    blocks: list[Mapping[str, object]] = []
    for place, each in enumerate(attached, start=1):
        number = "附件" if len(attached) == 1 else f"附件{place}"
        blocks += [
            {"kind": "attachment", "text": number},
            {"kind": "attachment_title", "text": each["title"]},
            *cast(Blocks, each["body"]),
        ]
    return blocks


def _fill(document: Document, mark: str, blocks: Blocks, draw: Picture) -> None:
    place = next((p for p in document.element.body.iter(f"{{{_W}}}p") if _text(p) == mark), None)
    if place is None:
        return
    for block in blocks:
        if block["kind"] in ("bars", "lines"):
            place.addprevious(_picture(document, block, draw))
            place.addprevious(picture_caption(str(block["caption"])))
        else:
            for element in paragraph_of_block(block):
                place.addprevious(element)
    _take_out(place)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _text(paragraph: etree._Element) -> str:
    return "".join(str(run.text or "") for run in paragraph.iter(f"{{{_W}}}t")).strip()


def _picture(document: Document, block: Mapping[str, object], draw: Picture) -> etree._Element:
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(draw(block)), width=CHART_WIDTH)
    shape._inline.docPr.set("descr", str(block["alternative"]))
    element = cast(etree._Element, paragraph._p)
    _take_out(element)
    return element


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None, "it stands in the document"
    parent.remove(element)


def _break_lines(document: Document) -> None:
    """Turns the marks of a line's end into Word's own."""
    for run in document.element.body.iter(f"{{{_W}}}t"):
        parts = str(run.text or "").split(LINE_BREAK)
        if len(parts) > 1:
            run.text = parts[0]
            for part in reversed(parts[1:]):
                after = etree.SubElement(run.getparent(), f"{{{_W}}}t")
                after.text = part
                run.addnext(after)
                run.addnext(etree.SubElement(run.getparent(), f"{{{_W}}}br"))


def _say_properties(document: Document, frame: Mapping[str, object], moment: datetime) -> None:
    said = document.core_properties
    said.title, said.author = str(frame["title"]).replace("\n", ""), str(frame["issuer"])
    said.last_modified_by, said.comments, said.keywords = said.author, "", str(frame["code"])
    said.created = said.modified = moment.replace(tzinfo=None)
    said.revision = 1
