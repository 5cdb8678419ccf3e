"""How is a report set as pdf, and a chart as a picture? By typst, with the free faces alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError

FOLDER = Path(__file__).parent
#: PDF/A-2u: what an archive takes, with text that can be searched and copied (ISO 19005-2).
ARCHIVAL: typst.PDFStandard = "a-2u"
PICTURE_PPI = 220


def set_pdf(report: Mapping[str, object], moment: int) -> bytes:
    """The report as PDF/A with bookmarks; `moment` (seconds since 1970) is the only time in it."""
    made = typst.compile(
        str(FOLDER / "report.typ"),
        root=str(FOLDER),
        font_paths=typefaces(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=ARCHIVAL,
        timestamp=moment,
        sys_inputs={"report": json.dumps(report, ensure_ascii=False)},
    )
    return _single(made)


def set_chart(chart: Mapping[str, object]) -> bytes:
    """A chart as a PNG for Word, whose caption is text beneath it."""
    made = typst.compile(
        str(FOLDER / "chart.typ"),
        root=str(FOLDER),
        font_paths=typefaces(),
        ignore_system_fonts=True,
        format="png",
        ppi=PICTURE_PPI,
        sys_inputs={"chart": json.dumps({**chart, "caption": ""}, ensure_ascii=False)},
    )
    return _single(made)


@cache
def typefaces() -> typst.Fonts:
    """The typefaces of all papers, read once a process; GuatuError where they were never gathered."""
    folder = Path(settings.FONTS)
    if not any(folder.glob("*.ttf")):
        said = _("The typefaces of reports are missing in %(folder)s. Run ./run setup, or set GUATU_FONTS.")
        raise GuatuError("no_fonts", said % {"folder": folder})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _single(made: bytes | list[bytes] | None) -> bytes:
    if not made:
        raise GuatuError("not_set", "typst made nothing")
    return made if isinstance(made, bytes) else made[0]
