"""What does a plan say: text in, sections, targets, tasks and projects out. A library without Django."""

from __future__ import annotations

import dataclasses
import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from guatu.kernel.measures.catalogue import Measure
from guatu.plan.reading.binding import bind_measures
from guatu.plan.reading.cleaning import body_end, clean
from guatu.plan.reading.concerns import find_concerns
from guatu.plan.reading.errors import UnreadableDocument
from guatu.plan.reading.headings import find_headings
from guatu.plan.reading.model import Plan, Quantity, Section
from guatu.plan.reading.projects import find_institutions, find_projects
from guatu.plan.reading.quantities import find_quantities
from guatu.plan.reading.sections import build_sections
from guatu.plan.reading.selection import read_selection
from guatu.plan.reading.source import Document, load
from guatu.plan.reading.tasks import find_work, to_tasks
from guatu.plan.reading.title import find_title, find_year
from guatu.plan.reading.topics import add_topics

__all__ = ["Plan", "UnreadableDocument", "read", "read_document", "read_selection"]


def read(source: bytes | str | Path, *, measures: Sequence[Measure] = ()) -> Plan:
    """What the document says: a path, a file's bytes, or a str, which is the text itself.

    Targets are bound to the given measures by name, unit and kind. Raises UnreadableDocument when no text can
    be had. A text that is no plan gives a plan with no targets and a warning.
    """
    return read_document(load(source), measures=measures)


def read_document(document: Document, *, measures: Sequence[Measure] = ()) -> Plan:
    """What a loaded document says (see `read`)."""
    text = document.text
    cleaned = clean(text)
    title = find_title(cleaned.masked)
    headings = find_headings(cleaned.masked, title)
    year = find_year(cleaned.masked, title, headings)
    body = cleaned.masked[: body_end(cleaned)]
    sections = add_topics(body, build_sections(body, headings, year))
    found = find_quantities(text, sections=sections, dropped=cleaned.dropped, year=year)
    quantities = bind_measures(_placed(found, sections), measures)
    targets = [quantity for quantity in quantities if quantity.polarity == "target"]
    work = find_work(body, sections, targets)
    projects = find_projects(work)
    plan = Plan(
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=title,
        year=year,
        sections=sections,
        quantities=quantities,
        tasks=to_tasks(work, targets, projects),
        projects=projects,
        institutions=find_institutions(projects),
        dropped=cleaned.dropped,
    )
    return dataclasses.replace(plan, warnings=(*find_concerns(plan, document), *cleaned.warnings))


def _placed(quantities: Sequence[Quantity], sections: Sequence[Section]) -> list[Quantity]:
    """The quantities, each with the id of the innermost section that it stands in."""
    starts = [section.start for section in sections]
    placed: list[Quantity] = []
    for quantity in quantities:
        before = reversed(sections[: bisect_right(starts, quantity.start)])
        innermost = next((section.id for section in before if quantity.start < section.end), None)
        placed.append(dataclasses.replace(quantity, section=innermost))
    return placed
