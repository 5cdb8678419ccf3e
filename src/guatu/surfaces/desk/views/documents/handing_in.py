"""How are papers handed in for a record, described anew, withdrawn, restored?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.documents.actions import add_version, attach, describe, restore, withdraw
from guatu.kernel.documents.models import Document, Kept, PaperKind
from guatu.kernel.documents.subjects import get_document, get_subject
from guatu.surfaces.desk.views.documents.addresses import panel_address
from guatu.surfaces.desk.views.uploads import Upload


@needs("documents.view")
@require_safe
def show_panel(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    """The papers of a record alone, for a page that has changed them."""
    record = get_subject(reader(request), f"{app}.{model}", pk)
    return render(request, "desk/documents.html", {"of": record})


@needs("documents.add")
@require_POST
def add(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    """Takes files for a record: each is one paper; what is refused does not hold up the others."""
    by = reader(request)
    record = get_subject(by, f"{app}.{model}", pk)
    kind, kept = request.POST.get("kind", PaperKind.OTHER), request.POST.get("kept", Kept.INTERNAL)
    refused: list[Refused] = []
    try:
        happened_at = _moment(request.POST.get("happened_on", ""))
        uploads = _uploads(request)
    except Refused as refusal:
        refused, uploads, happened_at = [refusal], [], None
    for upload in uploads:
        try:
            made = attach(record, upload, by=by, kind=kind, kept=kept, happened_at=happened_at)
        except Refused as refusal:
            refused.append(refusal)
        else:
            if not _is_script(request):
                messages.success(request, _("Handed in: %(title)s") % {"title": made.title})
    return _answer(request, refused, panel_address(record))


@needs("documents.add")
@require_POST
def add_another(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a file as the next version of a paper."""
    document = get_document(reader(request), pk, need="documents.add")

    def take() -> None:
        upload = _uploads(request)[0]
        happened_at = _moment(request.POST.get("happened_on", ""))
        note = request.POST.get("note", "")
        add_version(document, upload, by=reader(request), note=note, happened_at=happened_at)
        messages.success(request, _("The new version is here."))

    return _done(request, document, take)


@needs("documents.add")
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls a paper otherwise, says what it is and how closely it is kept."""
    document = get_document(reader(request), pk, need="documents.add")

    def take() -> None:
        title, kind, kept = (request.POST.get(name, "") for name in ("title", "kind", "kept"))
        describe(document, title=title, kind=kind, kept=kept, by=reader(request))
        messages.success(request, _("Saved."))

    return _done(request, document, take)


@needs("documents.add")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraws a paper, with a reason."""
    document = get_document(reader(request), pk, need="documents.add")

    def take() -> None:
        withdraw(document, reason=request.POST.get("reason", ""), by=reader(request))
        messages.success(request, _("Withdrawn. It can be restored."))

    return _done(request, document, take)


@needs("documents.add")
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a withdrawn paper valid again."""
    document = get_document(reader(request), pk, need="documents.add")

    def take() -> None:
        restore(document, by=reader(request))
        messages.success(request, _("The document is valid again."))

    return _done(request, document, take)


def _done(request: HttpRequest, document: Document, take: Callable[[], None]) -> HttpResponse:
    try:
        take()
    except Refused as refused:
        return _answer(request, [refused], reverse("desk:document", args=[document.pk]))
    return _answer(request, [], reverse("desk:document", args=[document.pk]))


def _answer(request: HttpRequest, refused: list[Refused], address: str) -> HttpResponse:
    """To a script the first refusal or where to go; to a form the page again, with all there is to say."""
    if _is_script(request):
        if refused:
            return JsonResponse({"code": refused[0].code, "message": refused[0].sentence}, status=422)
        return JsonResponse({"location": address})
    for refusal in refused:
        messages.error(request, refusal.sentence)
    return redirect(address)


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _uploads(request: HttpRequest) -> list[Upload]:
    files = request.FILES.getlist("file")
    if not files:
        raise Refused("no_file", _("No file arrived. Choose a file, or drop it on the page."))
    return [Upload(file.name or "", file.read()) for file in files]


def _moment(written: str) -> datetime | None:
    """The start of the day that was typed; None for none. A paper does not come from the future."""
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Refused("bad_day", _("Say the day of the document as 2019-07-15.")) from None
    if day > clock.today():
        raise Refused("bad_day", _("The day of the document is still to come."))
    return datetime.combine(day, time(), clock.ZONE_TIME)
