"""How does an enterprise fill in, check, file and correct a return, and take its receipt along?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base.errors import GuatuError, Refused
from guatu.base.periods import Period
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.rights import may
from guatu.kernel.ledger.history import HistoryEntry, Proof, history_of
from guatu.kernel.ledger.installation import own_notary
from guatu.kernel.ledger.proofs import prove_entry
from guatu.surfaces.portal.sheet import sheet_of
from guatu.surfaces.portal.views.acting import acting_for
from guatu.zone.statistics.returns.actions import (
    NotFiled,
    authorise_copy,
    correct_return,
    file_return,
    open_return,
    save_draft,
)
from guatu.zone.statistics.returns.calendar import due_of
from guatu.zone.statistics.returns.models import Return
from guatu.zone.statistics.returns.queries import consents_of, filings_sent_back, get_return, revisions_of

VALUE, REMARK = "v-", "r-"


@needs("returns.file")
@require_POST
def begin(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """Begins the return of a period, filled in with what is known, or goes on with the one that is there."""
    code, name = (" ".join(request.POST.get(key, "").split()) for key in ("subject", "subject_name"))
    try:
        made = open_return(
            form,
            acting_for(request).id,
            Period.parse(period),
            by=reader(request),
            subject=code[:60],
            subject_name=name[:200],
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("portal:home")
    except GuatuError:
        raise Http404 from None
    return redirect("portal:return", made.pk)


@needs("returns.file")
@require_http_methods(["GET", "HEAD", "POST"])
def show_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet; a post saves what was typed, and files it when that was asked."""
    found = get_return(pk, by=reader(request))
    if request.method != "POST":
        return _page(request, found)
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        saved = _save(request, found)
        if request.POST.get("do") != "file":
            return _saved(request, saved, wants_json)
        file_return(saved, by=reader(request), version=saved.version)
    except NotFiled:
        return _page(request, get_return(pk, by=reader(request)), status=422)
    except Refused as refused:
        return _refused(request, found, refused, wants_json)
    messages.success(request, _("Filed. The statistics office will check it; you will hear of it here."))
    return redirect("portal:receipt", pk)


@needs("returns.file")
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins a correction of a verified return as a new revision, with a reason."""
    try:
        made = correct_return(
            get_return(pk, by=reader(request)), reason=request.POST.get("reason", ""), by=reader(request)
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("portal:return", pk)
    return redirect("portal:return", made.pk)


@needs("returns.file")
@require_POST
def authorise(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets the zone copy some values into the file of the enterprise: which, for what, until when."""
    found = get_return(pk, by=reader(request))
    items = sorted(set(request.POST.getlist("item")) & set(found.form.form.item_of))
    try:
        authorise_copy(
            found, items, scope=request.POST.get("scope", "")[:200], until=_until(request), by=reader(request)
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Copied. The zone may use these values until that day."))
    return redirect("portal:return", pk)


@needs("returns.file")
@require_safe
def show_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was filed, when, by whom, and under which number of the ledger that is provable."""
    found = get_return(pk, by=reader(request))
    if found.filed_at is None:
        return redirect("portal:return", pk)
    entry = next((each for each in story_of(found) if each.verb == "statistics.file_return"), None)
    context = {
        "sheet": sheet_of(found),
        "return": found,
        "entry": entry,
        "due": due_of(found.form_code, found.reported_period),
    }
    return render(request, "portal/receipt.html", context)


@needs("returns.file")
@require_safe
def send_proof(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """The proof of an entry about this return, for `verify_ledger.py`."""
    return proof_of(get_return(pk, by=reader(request)), seq)


def story_of(return_: Return) -> tuple[HistoryEntry, ...]:
    """What was done to the return, the newest first. Its values are in the ledger by fingerprint alone."""
    return history_of(return_, may_read=lambda name: name != "content")


def proof_of(return_: Return, seq: int) -> HttpResponse:
    """The proof of an entry of the return's story as a file; Http404 where it is not of it or not sealed."""
    entry = next((each for each in story_of(return_) if each.seq == seq), None)
    if entry is None or entry.proof is not Proof.SEALED:
        raise Http404(_("This entry is not sealed yet. It can be proven after the next seal."))
    connection.ensure_connection()
    answer = HttpResponse(
        prove_entry(connection.connection, own_notary(), seq), content_type="application/json"
    )
    answer["Content-Disposition"] = f'attachment; filename="guatu-proof-{seq}.json"'
    return answer


def _until(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise Refused("no_day", _("Say until which day they may be used.")) from None


def _save(request: HttpRequest, found: Return) -> Return:
    return save_draft(
        found,
        _posted(request, VALUE),
        _posted(request, REMARK),
        by=reader(request),
        version=whole_number(request.POST.get("version", "")),
    )


def _posted(request: HttpRequest, prefix: str) -> Mapping[str, str]:
    # The database keeps no zero byte in a text.
    return {
        name.removeprefix(prefix): str(text).replace("\x00", "")
        for name, text in request.POST.items()
        if name.startswith(prefix)
    }


def _saved(request: HttpRequest, saved: Return, wants_json: bool) -> HttpResponse:
    if not wants_json:
        messages.success(request, _("Saved. Nothing is filed yet."))
        return redirect("portal:return", saved.pk)
    sheet = sheet_of(saved)
    cells = {cell.item.code: cell.typed for row in sheet.rows for cell in row.cells if cell}
    found = render_to_string("portal/findings.html", {"sheet": sheet, "may_write": True}, request)
    stopping = {cell.item.code: cell.stops for row in sheet.rows for cell in row.cells if cell}
    told = {"version": saved.version, "cells": cells, "findings": found, "stops": stopping}
    return JsonResponse({**told, "filled": sheet.filled})


def _refused(request: HttpRequest, found: Return, refused: Refused, wants_json: bool) -> HttpResponse:
    if wants_json:
        return JsonResponse({"code": refused.code, "sentence": refused.sentence}, status=409)
    messages.error(request, refused.sentence)
    return redirect("portal:return", found.pk)


def _page(request: HttpRequest, found: Return, status: int = 200) -> HttpResponse:
    who = reader(request)
    context = {
        "sheet": sheet_of(found),
        "return": found,
        "due": due_of(found.form_code, found.reported_period),
        "may_write": found.is_open and may(who, "returns.file"),
        "may_correct": found.state in ("verified", "locked"),
        "revisions": revisions_of(found, by=who),
        "sent_back": filings_sent_back(found, by=who),
        "story": story_of(found),
        "consents": consents_of(found, by=who),
        "tried": status == 422,
    }
    return render(request, "portal/return.html", context, status=status)
