"""Which sentence of the plan does an item stand in, and what comes before and after it there?"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A semicolon parts a Chinese sentence into statements of their own; a line break always ends one.
_END = re.compile(r"[。；！？;!?\n]")
#: Longer ones are cut: nobody reads a page of text above a figure.
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three pieces: before the item, the item, after it."""

    before: str
    item: str
    after: str


def sentence_around(text: str, start: int, end: int) -> Sentence:
    """The sentence that text[start:end] stands in, cut with an ellipsis where it is very long."""
    ends_before = [match.end() for match in _END.finditer(text, max(0, start - 2000), start)]
    begin = ends_before[-1] if ends_before else max(0, start - 2000)
    closing = _END.search(text, end)
    finish = min(closing.end() if closing else len(text), end + 2000)
    before, after = text[begin:start].lstrip(), text[end:finish].rstrip()
    if len(before) > _LONGEST:
        before = "…" + before[-_LONGEST:]
    if len(after) > _LONGEST:
        after = after[:_LONGEST] + "…"
    return Sentence(before, text[start:end], after)
