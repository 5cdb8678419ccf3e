"""How is a report asked for: which kind, of which time, as known on which day, and how would it read?"""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import GuatuError, Refused
from guatu.kernel.access.gate import needs, reader
from guatu.plan.models import Plan
from guatu.plan.reports.actions import draft_report, prepare_draft
from guatu.plan.reports.kinds import ReportKind, Span, latest_span, span_of
from guatu.plan.reports.queries import plan_of
from guatu.surfaces.desk.views.reports.preview import shown_blocks


@needs("reports.write")
@require_safe
def show_new(request: HttpRequest) -> HttpResponse:
    """What to ask for, and under it how the report would read; nothing is written down."""
    today = clock.today()
    context: dict[str, object] = {
        "kinds": list(ReportKind),
        "kind": ReportKind.MONTHLY,
        "latest": {kind.value: latest_span(kind, today).code for kind in ReportKind},
        "today": today,
        "day": today,
    }
    try:
        kind, span, day = _asked(
            request.GET.get("kind", ""), request.GET.get("span", ""), request.GET.get("day")
        )
        context |= {"kind": kind, "span": span, "day": day}
        if request.GET.get("kind"):
            made = prepare_draft(_plan(span), span, day)
            context |= {"frame": made.content["frame"], "blocks": shown_blocks(made.content["body"])}
            context |= {"numbers": len(made.listed), "compared": made.compared}
    except Refused as refused:
        context["problem"] = refused.sentence
    return render(request, "desk/reports/new.html", context)


@needs("reports.write")
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Makes the draft with all its files, which takes a few seconds, and shows it."""
    try:
        kind, span, day = _asked(
            request.POST.get("kind", ""), request.POST.get("span", ""), request.POST.get("day")
        )
        before = clock.now()
        report = draft_report(_plan(span), kind, span, by=reader(request), day=day)
    except GuatuError as trouble:
        messages.error(request, trouble.message)
        return redirect("desk:report_new")
    if report.made_at < before:
        messages.info(request, _("Nothing has changed since this report was made, so it is shown again."))
    else:
        messages.success(request, _("The draft is made. Read it, then release it."))
    return redirect("desk:report", report.pk)


def _asked(kind: str, code: str, day: str | None) -> tuple[ReportKind, Span, date]:
    wanted = ReportKind(kind) if kind in list(ReportKind) else ReportKind.MONTHLY
    try:
        on = min(date.fromisoformat(day), clock.today()) if day else clock.today()
    except ValueError:
        said = _("“%(day)s” is no day. Write it like 2019-07-18.")
        raise Refused("no_day", said % {"day": str(day)[:20]}) from None
    return wanted, span_of(wanted, code) if code.strip() else latest_span(wanted, on), on


def _plan(span: Span) -> Plan:
    plan = plan_of(span.year)
    if plan is None:
        said = _("There is no published plan of %(year)s to report on. Publish it first.")
        raise Refused("no_plan", said % {"year": span.year})
    return plan
