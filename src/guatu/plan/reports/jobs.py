"""Which reports are drafted by themselves? A person releases them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from guatu.base import clock
from guatu.base.quantities import Quantity
from guatu.kernel.jobs.declaration import Every, job
from guatu.plan.reports.actions import draft_report
from guatu.plan.reports.gathering import gather
from guatu.plan.reports.kinds import ReportKind, Span, latest_span
from guatu.plan.reports.models import Report
from guatu.plan.reports.queries import plan_of

MONDAY = 0


@job("reports.come_round", _("Drafts the reports whose time has come"), every=Every(day_at="07:00"))
def draft_what_is_due() -> None:
    """On Mondays the bulletin of the week before; the monthly dispatch once its figures are there."""
    today = clock.today()
    if today.weekday() == MONDAY:
        _draft_once(latest_span(ReportKind.WEEKLY, date.fromordinal(today.toordinal() - 1)))
    for kind in (ReportKind.MONTHLY, ReportKind.HALF_YEAR, ReportKind.ANNUAL):
        span = latest_span(kind, today)
        if today <= span.judged_on(today) and _has_figures(span):
            _draft_once(span)


def _draft_once(span: Span) -> None:
    plan = plan_of(span.year)
    if plan is None or Report.objects.filter(plan=plan, kind=span.kind, span=span.code).exists():
        return
    draft_report(plan, span.kind, span, by=None)


def _has_figures(span: Span) -> bool:
    """Whether most headline targets have their figure of the period: before that a dispatch says little."""
    plan = plan_of(span.year)
    if plan is None or span.figures is None:
        return False
    facts = gather(plan, span, clock.now())
    told = [t for t in facts.headlines if t.course and isinstance(t.course[-1].value, Quantity)]
    there = [t for t in told if t.course[-1].period.last_month == span.figures.last_month]
    return 2 * len(there) > len(facts.headlines)
