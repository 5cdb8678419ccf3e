"""What does everybody see of a registry: its list, one record, and which registries are open at all?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.base.errors import GuatuError
from guatu.kernel.access.gate import ANYBODY, needs
from guatu.kernel.registry.declaration import FieldInfo, Registry, all_registries, get_registry
from guatu.kernel.registry.publishing import OPEN, OpenListing, public_face, public_files
from guatu.kernel.registry.seeing import public_records
from guatu.kernel.registry.values import Shown, shown

NEWEST_FILES = 12


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field of a record, and as of which day it is known."""

    info: FieldInfo
    shown: Shown
    as_of: object


@needs(ANYBODY)
@require_safe
def send_robots(request: HttpRequest) -> HttpResponse:
    """Machines may read what is open, and nothing else."""
    return HttpResponse("User-agent: *\nAllow: /open/\nDisallow: /\n", content_type="text/plain")


def open_registries() -> list[tuple[Registry, int]]:
    """The registries that are open, each with how many records it shows."""
    return [(registry, public_records(registry).count()) for registry in all_registries() if registry.public]


@needs(ANYBODY)
@require_safe
def list_records(request: HttpRequest, slug: str) -> HttpResponse:
    """The list that the address asks for, and the files to take along."""
    registry = opened(slug)
    given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    listing = OpenListing(registry, given)
    context = {
        "registry": registry,
        "listing": listing,
        "rows": listing.lines,
        "filters_used": any(each.in_words for each in listing.filters),
        "has_demonstration": public_records(registry).filter(demonstration=True).exists(),
        "files": public_files(registry).defer("content", "schema")[:NEWEST_FILES],
        "before": listing.address(page=listing.page - 1),
        "after": listing.address(page=listing.page + 1),
    }
    return render(request, "public/list.html", context)


@needs(ANYBODY)
@require_safe
def show_record(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One record, its open fields alone."""
    registry = opened(slug)
    face = public_face(registry)
    links = [info.name for info in face.fields.values() if info.kind == "link"]
    records = public_records(registry).defer("search_text")
    record = (records.select_related(*links) if links else records).filter(pk=pk).first()
    if record is None:
        raise Http404
    fields = [
        OpenField(info, shown(info, record, OPEN), record.source_of(info.name)[1])
        for info in face.fields.values()
    ]
    return render(
        request,
        "public/record.html",
        {"registry": registry, "record": record, "name": fields[0].shown.text, "fields": fields},
    )


def opened(slug: str) -> Registry:
    """The public registry of the address; 404 where there is none."""
    try:
        registry = get_registry(slug)
    except GuatuError:
        raise Http404 from None
    if registry.public is None:
        raise Http404
    return registry
