"""Which papers say what somebody looks for?"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.documents.models import Kept, PaperKind
from guatu.kernel.documents.queries import Found, Search
from guatu.surfaces.desk.views.documents.addresses import record_address
from guatu.surfaces.desk.views.documents.readings import note_quotes


@dataclass(frozen=True, slots=True)
class ShownFind:
    """A paper that was found, and where the record it belongs to is."""

    found: Found
    record_name: str
    record_address: str


@needs("documents.view")
@require_safe
def find_documents(request: HttpRequest) -> HttpResponse:
    """The papers that the reader may open and that say what is asked; the newest where nothing is asked."""
    given = request.GET
    search = Search(
        reader(request),
        given.get("q", ""),
        kind=given.get("kind", ""),
        kept=given.get("kept", ""),
        page=whole_number(given.get("page", "")) or 1,
    )
    note_quotes(request, (found.document for found in search.found if found.hits))
    kept = {"q": search.asked, "kind": search.kind, "kept": search.kept}
    context = {
        "search": search,
        "finds": [_shown(found) for found in search.found],
        "kinds": PaperKind.choices,
        "classes": Kept.choices,
        "query": urlencode({name: value for name, value in kept.items() if value}),
    }
    return render(request, "desk/documents_search.html", context)


def _shown(found: Found) -> ShownFind:
    if found.subject is None:
        return ShownFind(found, "", "")
    return ShownFind(found, str(found.subject), record_address(found.subject))
