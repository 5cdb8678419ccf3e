"""What can be wrong with a plan, and where?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
Param = str | int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its code, the items and the sentence [start, end) that it is about.

    `params` fill the sentences that `guatu.plan.wording` has for the code. `blocks`: the plan cannot be
    published before this is settled.
    """

    code: str
    severity: Severity
    start: int
    end: int
    items: tuple[str, ...] = ()
    params: dict[str, Param] = field(default_factory=dict)
    blocks: bool = False


class Sentences:
    """The sentences of a text: where does the one around a place begin and end?"""

    ENDS = frozenset("。!?！？;；\n")

    def __init__(self, text: str) -> None:
        self._text = text

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence or sentences that [start, end) lies in, without white space around."""
        text = self._text
        first, last = min(start, len(text)), min(end, len(text))
        while first > 0 and text[first - 1] not in self.ENDS:
            first -= 1
        while last < len(text) and text[last] not in self.ENDS:
            last += 1
        while first < start and text[first].isspace():
            first += 1
        return first, max(last, end)
