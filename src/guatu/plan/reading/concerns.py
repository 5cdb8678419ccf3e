"""What about the whole reading should a person look at: no targets, no title, not Chinese?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guatu.plan.reading.model import Plan, Warning
from guatu.plan.reading.source import Document

CHINESE = re.compile("[\u4e00-\u9fff]")


def find_concerns(plan: Plan, document: Document) -> Iterator[Warning]:
    """The warnings that concern the whole document; they stand at its beginning."""
    for code, holds, message in (
        ("lost_characters", document.replaced > 0, f"{document.replaced} characters could not be decoded."),
        (
            "not_chinese",
            not _is_chinese(plan.text),
            "This does not seem to be a Chinese text; nothing may be found.",
        ),
        ("no_title", not plan.title, "No title was found; give the plan one."),
        ("no_year", plan.year is None, "The text does not say which year is planned."),
        (
            "no_sections",
            not plan.sections,
            "No numbered headings were found; the text was read as one stretch.",
        ),
        ("no_targets", not plan.targets, "No targets were found: is this a work plan?"),
    ):
        if holds:
            yield Warning(code, 0, 0, message)


def _is_chinese(text: str) -> bool:
    return len(CHINESE.findall(text[:20_000])) * 5 > len(re.sub(r"\s", "", text[:20_000]))
