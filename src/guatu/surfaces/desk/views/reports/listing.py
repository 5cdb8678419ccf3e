"""Which reports are there?"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.plan.reports.kinds import ReportKind
from guatu.plan.reports.models import ReportState
from guatu.plan.reports.queries import reports_seen

A_PAGE = 40


@needs("reports.view")
@require_safe
def list_reports(request: HttpRequest) -> HttpResponse:
    """All reports, the newest first, narrowed by kind; discarded ones only when asked for."""
    chosen, shown = request.GET.get("kind", ""), request.GET.get("discarded") == "1"
    reports = reports_seen(request.user).prefetch_related("files")
    if chosen in list(ReportKind):
        reports = reports.filter(kind=chosen)
    if not shown:
        reports = reports.exclude(state=ReportState.DISCARDED)
    page = Paginator(reports, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": list(ReportKind), "chosen": chosen, "discarded": shown}
    return render(request, "desk/reports/list.html", context)
