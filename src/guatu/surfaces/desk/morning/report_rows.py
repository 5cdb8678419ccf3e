"""Which reports wait to be released?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.kernel.access.scopes import scope
from guatu.plan.reports.models import Report, ReportState
from guatu.surfaces.desk.morning.rows import Row


def reports_to_release(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The reports that are drafts still."""
    drafts = scope(user, Report).filter(state=ReportState.DRAFT).select_related("made_by")
    for report in drafts.order_by("made_at"):
        yield Row(
            kind="report",
            key=f"report:{report.pk}",
            name=report.title or str(report),
            reason=_("It is a draft; nobody released it yet."),
            address=reverse("desk:report", args=[report.pk]),
            since=clock.day_of(report.made_at),
            chip=_("to release"),
        )
