"""How does a file of figures come in: previewed with all its problems, applied, withdrawn?"""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.models import in_language
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.measures import registry
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.figures import XLSX
from guatu.surfaces.desk.views.uploads import answer_upload, received, too_large
from guatu.zone.statistics.actions import apply_import, preview_import, withdraw_import
from guatu.zone.statistics.exports import reject_file
from guatu.zone.statistics.imports import SHOWN_PROBLEMS, StoredRow, shown_problems
from guatu.zone.statistics.models import FigureImport, SourceDocument

SHOWN_ROWS = 500


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file that can be imported."""

    name: str
    row: StoredRow


@needs("figures.import")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """The form for a file of figures; a post previews it and goes to the preview."""
    if request.method != "POST":
        return _form(request)

    def take() -> str:
        upload = received(request)
        made = preview_import(
            name=upload.name,
            content=upload.content,
            publisher=request.POST.get("publisher", ""),
            published_on=_day(request.POST.get("published_on", "")),
            by=reader(request),
        )
        return reverse("desk:figures_import_detail", args=[made.pk])

    return answer_upload(request, take, lambda problem: _form(request, problem))


@needs("figures.view")
@require_safe
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import says, what is wrong with it, what became of it."""
    found = _import(request, pk, "figures.view")
    rows = cast("list[StoredRow]", found.rows)
    names = {m.code: in_language(m.name_zh, m.name_en) for m in registry.all_measures()}
    context = {
        "import": found,
        "document": found.document,
        "counts": found.counts,
        "right": found.counts.get("new", 0) + found.counts.get("restated", 0),
        "problems": shown_problems(found),
        "more_problems": max(0, len(found.problems) - SHOWN_PROBLEMS),
        "rows": [PreviewRow(names.get(row["measure"], row["measure"]), row) for row in rows[:SHOWN_ROWS]],
        "more_rows": max(0, len(rows) - SHOWN_ROWS),
    }
    return render(request, "desk/import.html", context)


@needs("figures.import")
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Applies a previewed import; wrong rows are left out only when that was ticked."""
    try:
        done = apply_import(
            _import(request, pk), by=reader(request), skip_wrong=request.POST.get("skip_wrong") == "1"
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        said = _("Imported: %(new)s new figures, %(restated)s restated. The wall shows them already.")
        messages.success(request, said % done.counts)
    return redirect("desk:figures_import_detail", pk)


@needs("figures.import")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an import back."""
    withdraw_import(_import(request, pk), by=reader(request))
    messages.success(request, _("Withdrawn. Its figures stay on record and no longer count."))
    return redirect("desk:figures_import_detail", pk)


@needs("figures.view")
@require_safe
def send_rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows to correct, as a sheet."""
    found = get(request.user, FigureImport, pk, joined=["document"])
    name = found.document.name.rpartition(".")[0] or found.document.name
    return attachment(reject_file(found), f"{name}-问题.xlsx", XLSX)


def _import(request: HttpRequest, pk: int, need: str = "figures.import") -> FigureImport:
    joined = ["document", "created_by", "applied_by", "withdrawn_by"]
    return get(request.user, FigureImport, pk, need=need, joined=joined, omitted=["document__content"])


def _form(request: HttpRequest, problem: str = "") -> HttpResponse:
    documents = scope(request.user, SourceDocument)
    publishers = documents.order_by("publisher").values_list("publisher", flat=True).distinct()
    context = {
        "problem": problem,
        "limit": settings.UPLOAD_MAX_BYTES,
        "too_large": too_large(),
        "today": clock.today(),
        "publisher": request.POST.get("publisher", ""),
        "publishers": publishers[:50],
    }
    return render(request, "desk/figures_import.html", context, status=422 if problem else 200)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused("bad_day", _("Say on which day the figures were published.")) from None
