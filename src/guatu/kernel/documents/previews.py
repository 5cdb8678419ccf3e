"""How does a paper look, without its being opened? Pages of a PDF as pictures, kept once they were drawn.

What is drawn can be drawn again: the oldest go when there are too many.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.documents import store
from guatu.kernel.documents.pdf_reading import PdfTroubleError, draw_pdf_page

# A card of the list, a page on the screen, a page looked at closely or printed.
WIDTHS = (240, 1280, 1920)
MAX_BYTES = 1024**3
# How many pages are drawn until their sizes are added up again.
_LOOK_EVERY = 200


def page_picture(sha256: str, page: int, width: int) -> bytes:
    """A page of a PDF as a PNG of that width; Refused where it cannot be drawn."""
    if width not in WIDTHS or page < 1:
        raise Refused("no_page", _("There is no such page."))
    place = previews_folder() / sha256[:2] / f"{sha256}-{page}-{width}.png"
    try:
        drawn = place.read_bytes()
    except FileNotFoundError:
        return _draw(sha256, page, width, place)
    os.utime(place)
    return drawn


def previews_folder() -> Path:
    """Where the pictures are kept; it may be emptied at any time."""
    return Path(settings.MEDIA_ROOT) / "previews"


def forget_oldest(most: int = MAX_BYTES) -> int:
    """Takes the pictures away that were not looked at for longest, until the rest fits; returns how many."""
    kept = [(file, file.stat()) for file in previews_folder().glob("*/*.png")]
    total = sum(stat.st_size for _file, stat in kept)
    gone = 0
    for file, stat in sorted(kept, key=lambda each: each[1].st_mtime):
        if total <= most:
            break
        file.unlink(missing_ok=True)
        total -= stat.st_size
        gone += 1
    return gone


def _draw(sha256: str, page: int, width: int, place: Path) -> bytes:
    try:
        drawn = draw_pdf_page(store.read(sha256), page, width)
    except PdfTroubleError as trouble:
        sentence = _("The page cannot be shown. Download the file to see it.")
        raise Refused(trouble.code, sentence) from trouble
    store.write_whole(place, drawn)
    if random.randrange(_LOOK_EVERY) == 0:  # noqa: S311 - how often, not a secret
        forget_oldest()
    return drawn
