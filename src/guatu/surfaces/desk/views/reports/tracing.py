"""Where does a code that is printed in a report lead?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import is_seen
from guatu.plan.reports.models import ReportNumber
from guatu.plan.reports.queries import find_number, resolve
from guatu.plan.reports.readings import period_name


@needs("reports.view")
@require_safe
def find_code(request: HttpRequest) -> HttpResponse:
    """Asks for a code, and goes to it."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect("desk:trace_code", code.replace("/", "")[:24] or "-")
    return render(request, "desk/reports/codes.html")


@needs("reports.view")
@require_safe
def show_code(request: HttpRequest, code: str) -> HttpResponse:
    """The number as it was printed, as it is read again for that moment, and as it is now."""
    number = find_number(code)
    if number is None or not is_seen(reader(request), number):
        return render(request, "desk/reports/codes.html", {"code": code, "unknown": True}, status=404)
    context = {
        "number": number,
        "report": number.report,
        "found": resolve(number),
        "period": period_name(number.period),
        "trace": _trace_address(number),
    }
    return render(request, "desk/reports/code.html", context)


def _trace_address(number: ReportNumber) -> str:
    """The page that leads from the measure's number to its records; nothing where it has no measure."""
    if not (number.measure and number.period):
        return ""
    try:
        day = number.report.known_at.date().isoformat()
        return f"{reverse('desk:trace', args=[number.measure, number.period])}?day={day}"
    except NoReverseMatch:
        return ""
