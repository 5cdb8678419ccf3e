"""How is one report read, downloaded, released or put aside, and how are its numbers found again?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.plan.reports.actions import discard_report, release_report
from guatu.plan.reports.models import FileForm, Report, ReportFile
from guatu.plan.reports.queries import resolve_all
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.reports.preview import shown_blocks

TYPES = {
    FileForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileForm.PDF: "application/pdf",
    FileForm.CSV: "text/csv; charset=utf-8",
}
JOINED = ("made_by", "released_by", "compared", "plan")


@needs("reports.view")
@require_safe
def show_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a page, with its files and what can be done with it."""
    report = get(request.user, Report, pk, joined=JOINED)
    files = list(report.files.defer("content").order_by("-state", "form"))
    context = {
        "report": report,
        "frame": report.content["frame"],
        "blocks": shown_blocks(report.content["body"]),
        "files": [file for file in files if file.state == report.state] or files,
        "count": report.numbers.count(),
    }
    return render(request, "desk/reports/report.html", context)


@needs("reports.view")
@require_safe
def show_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of the report: as printed, as it is read again, as it is now."""
    report = get(request.user, Report, pk, joined=("plan",))
    found = resolve_all(report)
    only = request.GET.get("only") == "restated"
    context = {
        "report": report,
        "frame": report.content["frame"],
        "found": [each for each in found if each.is_restated] if only else found,
        "only": only,
        "total": len(found),
        "restated": sum(each.is_restated for each in found),
        "broken": sum(not each.stands for each in found),
    }
    return render(request, "desk/reports/numbers.html", context)


@needs("reports.view")
@require_safe
def send_file(request: HttpRequest, pk: int, state: str, form: str) -> HttpResponse:
    """A file of the report as it was made."""
    report = get(request.user, Report, pk)
    file = scope(request.user, ReportFile).filter(report=report, state=state, form=form).first()
    if file is None:
        raise Http404
    name = f"{report.title}（{report.get_state_display()}）{report.code}.{form}"
    return attachment(bytes(file.content), name, TYPES[FileForm(form)])


@needs("reports.release")
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Releases a draft."""
    report = get(request.user, Report, pk, need="reports.release")
    try:
        released = release_report(report, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        number = released.content["frame"]["number"]
        messages.success(request, _("Released %(number)s.") % {"number": number or released.title})
    return redirect("desk:report", pk)


@needs("reports.write")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a draft aside."""
    report = get(request.user, Report, pk, need="reports.write")
    try:
        discard_report(report, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("desk:report", pk)
    messages.success(request, _("The draft is put aside. It stays on record."))
    return redirect("desk:reports")
