"""How does the zone make the reports' Word template its own?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.plan.reports.actions import hand_in_template, reset_template
from guatu.plan.reports.making import template_bytes
from guatu.plan.reports.models import TemplateVersion
from guatu.plan.reports.queries import current_template
from guatu.plan.reports.word.checking import PLACEHOLDERS, Problem, problems_of
from guatu.plan.reports.word.setting import STYLES
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.uploads import received

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs("reports.write")
@require_http_methods(["GET", "HEAD", "POST"])
def show_template(request: HttpRequest) -> HttpResponse:
    """The template in use, its placeholders and earlier versions; a file that is handed in is checked."""
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            upload = received(request)
            problems = problems_of(upload.content)
            if not problems:
                note = request.POST.get("note", "")
                hand_in_template(upload.name, upload.content, by=reader(request), note=note)
                messages.success(request, _("The template is in use from the next report on."))
                return redirect("desk:report_template")
        except Refused as refused:
            messages.error(request, refused.sentence)
    context = {
        "problems": problems,
        "current": current_template(),
        "versions": scope(request.user, TemplateVersion).select_related("made_by").defer("content"),
        "placeholders": [(name, _(says)) for name, says in PLACEHOLDERS.items()],
        "styles": STYLES.values(),
    }
    return render(request, "desk/reports/template.html", context, status=422 if problems else 200)


@needs("reports.write")
@require_safe
def send_template(request: HttpRequest) -> HttpResponse:
    """The template in use, to be edited in Word; with ?built-in the one that comes with the program."""
    template = None if "built-in" in request.GET else current_template()
    return attachment(template_bytes(template), _("report template") + ".docx", DOCX)


@needs("reports.write")
@require_safe
def send_version(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier template."""
    version = get(request.user, TemplateVersion, pk)
    if not version.content:
        raise Http404
    return attachment(bytes(version.content), version.name, DOCX)


@needs("reports.write")
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Goes back to the built-in template."""
    reset_template(by=reader(request))
    messages.success(request, _("Reports are set in the built-in template again."))
    return redirect("desk:report_template")
