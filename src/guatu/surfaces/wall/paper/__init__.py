"""How is the wall set on a sheet: A0 for the corridor, A3 and A4 for a file? By typst, as pdf and svg.

The sheet is a composition of its own, not a picture of the screen: every target of every line of work stands
on it by name. Text is set in the free faces alone, which go into the file: it looks the same everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typst

from guatu.base.errors import GuatuError
from guatu.plan.reports.typesetting import typefaces

TEMPLATE = Path(__file__).with_name("wall.typ")
Form = Literal["pdf", "svg"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, lying; `unit` is the length in mm that one of A0's millimetres becomes on it.

    On A4 that would be too small to be read: its unit is larger, and the wall takes several pages.
    """

    key: str
    width: int
    height: int
    unit: float
    flows: bool = False

    @property
    def size(self) -> str:
        """As it is ordered."""
        return f"{self.width} × {self.height} mm"


PAPERS = {
    "a0": Paper("a0", 1189, 841, 1.0),
    "a3": Paper("a3", 420, 297, 420 / 1189),
    "a4": Paper("a4", 297, 210, 0.36, flows=True),
}


def set_wall(paper: Paper, wall: Mapping[str, object], *, form: Form, moment: int) -> bytes:
    """The wall on that paper; `moment` (seconds since 1970) is the only time in the file.

    An svg is its first page, with all letters as outlines: it needs no typeface where it is opened.
    """
    sheet = {"width": paper.width, "height": paper.height, "unit": paper.unit, "flows": paper.flows}
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=typefaces(),
        ignore_system_fonts=True,
        format=form,
        timestamp=moment,
        sys_inputs={"wall": json.dumps({**wall, "sheet": sheet}, ensure_ascii=False)},
    )
    if not made:
        raise GuatuError("not_set", "typst made nothing of the wall")
    return made if isinstance(made, bytes) else made[0]
