"""How does a paper leave the house: the file itself, a page of it as a picture, the proof of it?

A file goes out as an attachment with the type that was found in it, never as a page, and only if its bytes
are still those that were handed in.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.documents import store
from guatu.kernel.documents.models import Document, Kept
from guatu.kernel.documents.previews import WIDTHS, page_picture
from guatu.kernel.documents.proving import prove_document
from guatu.kernel.documents.queries import version_called
from guatu.kernel.documents.subjects import get_document
from guatu.surfaces.desk.views.documents.readings import note_part
from guatu.surfaces.desk.views.downloads import attachment

# Whatever a file holds: nothing of it is run, loaded, framed, or guessed at.
NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"
PNG = "image/png"
JSON = "application/json"


@needs("documents.view")
@require_safe
def send_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The file of a version, as it was handed in."""
    document = get_document(reader(request), pk)
    version = version_called(document, number)
    note_part(request, document)
    if _is_known(request, document, version.sha256):
        return HttpResponse(status=304)
    try:
        content = store.read(version.sha256)
    except GuatuError:
        said = _("The file is not what was handed in, so it does not go out. Tell the administrator.")
        messages.error(request, said)
        return redirect("desk:document", pk)
    answer = attachment(content, version.name, version.kind.content_type)
    return _shut(answer, document, version.sha256)


@needs("documents.view")
@require_safe
def send_page(request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
    """A page of a PDF as a picture; `w` is its width, one of a few."""
    document = get_document(reader(request), pk)
    version = version_called(document, number)
    width = _width(request.GET.get("w", ""))
    if version.kind.preview != "pages" or not 1 <= page <= (version.pages or 0):
        raise Http404
    note_part(request, document)
    mark = f"{version.sha256}-{page}-{width}"
    if _is_known(request, document, mark):
        return HttpResponse(status=304)
    try:
        drawn = page_picture(version.sha256, page, width)
    except (Refused, GuatuError):
        raise Http404 from None
    return _shut(HttpResponse(drawn, content_type=PNG), document, mark)


@needs("documents.view")
@require_safe
def send_proof(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """The proof of an entry about the paper, as a file for `verify_ledger.py`."""
    document = get_document(reader(request), pk)
    try:
        proof = prove_document(document, seq)
    except (Refused, GuatuError) as trouble:
        messages.error(request, str(trouble))
        return redirect("desk:document", pk)
    if proof is None:
        raise Http404
    return attachment(proof.encode(), f"guatu-proof-{seq}.json", JSON)


def _width(written: str) -> int:
    return int(written) if written in map(str, WIDTHS) else WIDTHS[1]


def _is_known(request: HttpRequest, document: Document, mark: str) -> bool:
    """Whether the browser has it already; asked after the rights, on every request."""
    return not _is_restricted(document) and request.headers.get("If-None-Match") == f'"{mark}"'


def _shut(answer: HttpResponse, document: Document, mark: str) -> HttpResponse:
    answer["Content-Security-Policy"] = NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    if _is_restricted(document):
        answer["Cache-Control"] = "no-store"
    else:
        answer["Cache-Control"] = "private, no-cache"
        answer["ETag"] = f'"{mark}"'
    return answer


def _is_restricted(document: Document) -> bool:
    return document.field_class == Kept.RESTRICTED
