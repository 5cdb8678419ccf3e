"""How is it recorded that somebody read a paper that is kept closely, once for each time it is opened?"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from guatu.kernel.access.actions.readings import record_reading, record_readings
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.gate import reader
from guatu.kernel.documents.models import Document

# The pages of a paper that was opened are asked for one by one, as they are scrolled to.
PAGES_FOLLOW_S = 60 * 60
_SALT = "guatu.documents.opened"


def note_reading(request: HttpRequest, document: Document) -> str:
    """Records that the reader opened the paper; returns what its pages show to be part of that."""
    user = reader(request)
    record_reading(user, document, {FieldClass(document.field_class)})
    return TimestampSigner(salt=_SALT).sign(f"{document.pk}.{user.pk}")


def note_part(request: HttpRequest, document: Document) -> None:
    """Records that the reader got a part of the paper, unless he opened the whole within the hour."""
    expected = f"{document.pk}.{reader(request).pk}"
    try:
        opened = TimestampSigner(salt=_SALT).unsign(request.GET.get("opened", ""), max_age=PAGES_FOLLOW_S)
    except BadSignature:
        opened = ""
    if opened != expected:
        note_reading(request, document)


def note_quotes(request: HttpRequest, documents: Iterable[Document]) -> None:
    """Records that the reader saw what these papers say, as a search quotes it."""
    by_class: dict[FieldClass, list[Document]] = {}
    for document in documents:
        by_class.setdefault(FieldClass(document.field_class), []).append(document)
    for kept, quoted in by_class.items():
        record_readings(reader(request), quoted, {kept})
