"""Is the installation in order?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.kernel.health.findings import look_at_all, worst


@needs("jobs.view")
@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """What was found just now, each with what to do."""
    findings = look_at_all()
    return render(request, "desk/health.html", {"findings": findings, "worst": worst(findings)})
