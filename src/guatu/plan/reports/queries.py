"""What can be asked of reports: the present wording and template, those of a time, a number by its code?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from guatu.base import clock
from guatu.kernel.access.scopes import Reader, scope
from guatu.plan.models import Plan, PlanState
from guatu.plan.reports.codes import parse_code
from guatu.plan.reports.gathering import gather
from guatu.plan.reports.kinds import Span
from guatu.plan.reports.models import Report, ReportNumber, ReportState, TemplateVersion, Wording
from guatu.plan.reports.readings import Read, read


@dataclass(frozen=True, slots=True)
class Resolved:
    """A number that was found by its code: as printed, as it is read again for then, as it is now."""

    number: ReportNumber
    then: Read
    now: Read

    @property
    def stands(self) -> bool:
        """Whether reading it again for then gives what was printed: that nobody changed the past."""
        return self.then.shown + self.then.unit == self.number.printed

    @property
    def is_restated(self) -> bool:
        """Whether it would be printed otherwise now."""
        return self.now.shown + self.now.unit != self.number.printed


def current_wording() -> Wording | None:
    """What the zone says itself; None while it said nothing."""
    return Wording.objects.order_by("-pk").first()


def current_template() -> TemplateVersion | None:
    """The template in use; None for the built-in one."""
    newest = TemplateVersion.objects.order_by("-pk").first()
    return newest if newest and newest.content else None


def released_before(plan: Plan, span: Span, moment: datetime) -> Report | None:
    """The last report of the same time that was released by a moment: what revisions are told against."""
    of_time = Report.objects.filter(
        plan=plan, kind=span.kind, span=span.code, state=ReportState.RELEASED, released_at__lte=moment
    )
    return of_time.order_by("-pk").first()


def plan_of(year: int) -> Plan | None:
    """The published plan of a year, the newest of several."""
    plans = Plan.objects.filter(state=PlanState.PUBLISHED, year=year)
    return plans.order_by("-published_at", "-pk").first()


def reports_seen(reader: Reader) -> QuerySet[Report]:
    """The reports that somebody sees, the newest first, without what they say."""
    found = scope(reader, Report).select_related("made_by", "released_by")
    return found.order_by("-pk")


def find_number(code: str) -> ReportNumber | None:
    """The number of a code, as somebody typed it; None where there is none."""
    parsed = parse_code(code)
    if parsed is None:
        return None
    found = ReportNumber.objects.filter(report__code=parsed[0], serial=parsed[1])
    return found.select_related("report__plan").first()


def resolve(number: ReportNumber) -> Resolved:
    """The number as it was read for its report, and as it is read now."""
    report = number.report
    then = gather(report.plan, report.span_of_time, report.known_at)
    now = gather(report.plan, report.span_of_time, clock.now())
    return Resolved(number, read(number.key, then), read(number.key, now))


def resolve_all(report: Report) -> list[Resolved]:
    """Every number of a report, found again at once."""
    then = gather(report.plan, report.span_of_time, report.known_at)
    now = gather(report.plan, report.span_of_time, clock.now())
    return [Resolved(n, read(n.key, then), read(n.key, now)) for n in report.numbers.all()]
