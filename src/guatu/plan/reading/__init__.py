"""What does a plan say: text in, sections, targets, tasks and projects out. A library without Django."""

from __future__ import annotations

import hashlib
from pathlib import Path

from guatu.plan.reading.cleaning import body_end, clean
from guatu.plan.reading.errors import UnreadableDocument
from guatu.plan.reading.headings import find_headings
from guatu.plan.reading.model import Plan
from guatu.plan.reading.sections import build_sections
from guatu.plan.reading.source import load
from guatu.plan.reading.title import find_title, find_year

__all__ = ["Plan", "UnreadableDocument", "read"]


def read(source: bytes | str | Path) -> Plan:
    """What the document says: a path, a file's bytes, or a str, which is the text itself.

    Raises UnreadableDocument when no text can be had. A text that is no plan gives a plan with no targets and
    a warning.
    """
    document = load(source)
    text = document.text
    cleaned = clean(text)
    title = find_title(cleaned.masked)
    headings = find_headings(cleaned.masked, title)
    year = find_year(cleaned.masked, title, headings)
    sections = build_sections(cleaned.masked, headings, year, body_end(cleaned))
    return Plan(
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=title,
        year=year,
        sections=sections,
        warnings=cleaned.warnings,
        dropped=cleaned.dropped,
    )
