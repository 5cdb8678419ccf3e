"""Is this Word file a template that a report can be set in? Every fault is said with its place.

A template may name words of the report and leave a part out where a word is empty; it may do nothing else.
Jinja knows expressions, loops, filters and calls: none of them is let through here, and what is let through
is rendered in a sandbox all the same. Macros, controls and content from elsewhere are refused by the
inspection of papers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.documents.inspection.judging import inspect
from guatu.plan.reports.word.setting import STYLES

LIMIT_BYTES = 2 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: What blocks of text are put in the place of; each must stand alone in its paragraph.
BLOCKS: Mapping[str, str] = {"body": "⟦body⟧", "attached": "⟦attached⟧"}
#: Every placeholder, with what it says.
PLACEHOLDERS: Mapping[str, str] = {
    "head": gettext_noop("the red head: who issues it"),
    "number": gettext_noop("the document number, 〔2019〕7号"),
    "title": gettext_noop("the title"),
    "addressee": gettext_noop("to whom it is addressed, with the colon"),
    "body": gettext_noop("the text; alone in its paragraph"),
    "attachments": gettext_noop("the names of the attachments"),
    "issuer": gettext_noop("the issuing body over the date"),
    "signed_on": gettext_noop("the date, 2019年7月18日"),
    "day": gettext_noop("the date, 2019-07-18"),
    "contact": gettext_noop("whom to ask"),
    "attached": gettext_noop("the attachments themselves; alone in its paragraph"),
    "copied_to": gettext_noop("to whom copies go"),
    "printed_by": gettext_noop("who printed it"),
    "printed_on": gettext_noop("when it was printed"),
    "code": gettext_noop("the beginning of the trace codes"),
    "mark": gettext_noop("示例, in demonstrations alone"),
}
NEEDED = ("title", "body", "attached", "code")
_ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NAME = re.compile(r"\{\{(?:[pr]|tr|tc)?\s+(\w+)\s*\}\}")
_CONDITION = re.compile(r"\{%(?:[pr]|tr|tc)?\s+(?:if\s+(?:not\s+)?(\w+)|else|endif)\s*%\}")
_HALF = re.compile(r"\{[{%#]|[}%#]\}")


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a template: where it is, and what to do about it."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


def environment() -> ImmutableSandboxedEnvironment:
    """What templates are rendered in: no globals, nothing undefined, everything escaped."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


def problems_of(template: bytes) -> list[Problem]:
    """All faults of a template, in the order of its parts; none for a good one."""
    try:
        inspect("template.docx", template, limit=LIMIT_BYTES)
    except Refused as refused:
        return [Problem(_("the file"), refused.sentence)]
    try:
        parts = _parts(template)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as broken:
        return [
            Problem(_("the file"), _("It cannot be read: %(why)s. Save it again in Word.") % {"why": broken})
        ]
    found = [*_outside(template)]
    for name, part in parts.items():
        found += _problems_of_part(name, part)
    found += _lacking(parts)
    return found or list(_not_rendered(template))


def _parts(template: bytes) -> dict[str, etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        names = [
            name for name in package.namelist() if name.endswith(".xml") and not name.startswith("_rels")
        ]
        return {name: etree.fromstring(package.read(name), parser) for name in sorted(names)}


def _outside(template: bytes) -> Iterator[Problem]:
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        for name in package.namelist():
            if name.endswith(".rels"):
                for link in etree.fromstring(package.read(name)).iter(_RELATIONSHIP):
                    if link.get("TargetMode") == "External":
                        said = _("It leads outside the file, to %(target)s. Remove the link.")
                        yield Problem(name, said % {"target": str(link.get("Target"))[:80]})


def _problems_of_part(name: str, part: etree._Element) -> Iterator[Problem]:
    """Faults paragraph by paragraph; what stands outside of any paragraph may hold no tag at all."""
    said: set[str] = set()
    for number, paragraph in enumerate(part.iter(f"{_W}p"), start=1):
        text = "".join(str(run.text or "") for run in paragraph.iter(f"{_W}t"))
        for sentence in _faults(text, text):
            yield Problem(_place(name, number, text), sentence)
        said.update(_ANY_TAG.findall(text))
    # What the renderer will see is the whole part; whatever is a tag there must be one of those above.
    patched = DocxTemplate(io.BytesIO()).patch_xml(etree.tostring(part, encoding="unicode"))
    for tag in _ANY_TAG.findall(patched):
        if not (_NAME.fullmatch(tag) or _CONDITION.fullmatch(tag)) and tag not in said:
            yield Problem(name, _("“%(tag)s” stands where no text is. Remove it.") % {"tag": tag[:60]})


def _faults(text: str, paragraph: str) -> Iterator[str]:
    for tag in _ANY_TAG.findall(text):
        match = _NAME.fullmatch(tag) or _CONDITION.fullmatch(tag)
        if match is None:
            yield _("“%(tag)s” is no placeholder: only names and if, else, endif are.") % {"tag": tag[:60]}
        elif match[1] is not None and match[1] not in PLACEHOLDERS:
            yield _("No placeholder is called “%(name)s”.") % {"name": match[1][:60]}
        elif match[1] in BLOCKS and paragraph.strip() != tag:
            yield _("“%(tag)s” must stand alone in its paragraph.") % {"tag": tag}
    if _HALF.search(_ANY_TAG.sub("", text)):
        yield _("A brace is open or closed without its other half.")


def _place(name: str, number: int, text: str) -> str:
    part = _("text") if name == "word/document.xml" else name.removeprefix("word/").removesuffix(".xml")
    words = {"part": part, "number": number, "text": text[:24]}
    return _("%(part)s, paragraph %(number)d “%(text)s”") % words


def _lacking(parts: Mapping[str, etree._Element]) -> Iterator[Problem]:
    whole = "".join(
        "".join(str(run.text or "") for run in part.iter(f"{_W}t"))
        for name, part in parts.items()
        if name.startswith("word/")
    )
    named = {match[1] for tag in _ANY_TAG.findall(whole) if (match := _NAME.fullmatch(tag))}
    for name in NEEDED:
        if name not in named:
            said = _("“{{ %(name)s }}” is missing: without it the report is not whole.")
            yield Problem(_("text"), said % {"name": name})
    styles = parts.get("word/styles.xml")
    there = (
        {style.get(f"{_W}styleId") for style in styles.iter(f"{_W}style")} if styles is not None else set()
    )
    for style in STYLES.values():
        if style not in there:
            yield Problem(_("styles"), _("The style “%(name)s” is missing.") % {"name": style})


def _not_rendered(template: bytes) -> Iterator[Problem]:
    """Whether it renders: an if without its end is found here."""
    try:
        made = DocxTemplate(io.BytesIO(template))
        words = dict.fromkeys(PLACEHOLDERS, "x") | dict(BLOCKS)
        made.render(words, jinja_env=environment(), autoescape=True)
    except TemplateSyntaxError as wrong:
        yield Problem(
            _("text"), _("An if and its endif do not fit together: %(why)s.") % {"why": wrong.message}
        )
    except (GuatuError, ValueError, KeyError, etree.XMLSyntaxError) as wrong:
        yield Problem(_("text"), _("It cannot be filled in: %(why)s.") % {"why": wrong})
