"""What of figures and returns waits for somebody, what of them comes, and what was restated or came late?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.kernel.access.models import in_language
from guatu.kernel.access.scopes import scope
from guatu.kernel.measures import registry
from guatu.surfaces.desk.morning.rows import Row, Urgency
from guatu.surfaces.wall.shown import number
from guatu.zone.statistics.models import FigureImport, ImportState, PublishedFigure
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.calendar import Due, dues_between
from guatu.zone.statistics.returns.models import ReturnState
from guatu.zone.statistics.returns.queries import first_filings, progress_of, sheets_not_applied

LOOK_BACK = timedelta(days=70)
AHEAD = timedelta(days=14)
SOON = timedelta(days=3)


def returns_to_verify(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The forms and periods of which returns are filed and wait to be verified."""
    dues = [due for due in dues_between(day - LOOK_BACK, day + AHEAD) if due.period.end < day]
    counts = progress_of([(due.form, due.period) for due in dues], by=user)
    for due in dues:
        filed = counts[due.form, due.period].get(ReturnState.FILED, 0)
        if filed:
            said = ngettext("%(count)d return is filed.", "%(count)d returns are filed.", filed)
            yield _round(due, day, "verify", said % {"count": filed}, due.verify_by, _("to verify"))


def rounds_coming(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """Until when returns are filed, and until when they are verified, in the coming days."""
    dues = [due for due in dues_between(day - LOOK_BACK, day + AHEAD) if due.period.end < day]
    near = [due for due in dues if due.file_by > day or day < due.verify_by <= day + AHEAD]
    counts = progress_of([(due.form, due.period) for due in near], by=user)
    for due in near:
        states = counts[due.form, due.period]
        missing = sum(states.get(state, 0) for state in ("", ReturnState.DRAFT, ReturnState.RETURNED))
        open_ = missing + states.get(ReturnState.FILED, 0)
        if due.file_by > day and missing:
            said = ngettext(
                "%(count)d return is still missing.", "%(count)d returns are still missing.", missing
            )
            yield _round(due, day, "file", said % {"count": missing}, due.file_by, _("to be filed"))
        elif day < due.verify_by <= day + AHEAD and open_:
            said = ngettext(
                "%(count)d return is not verified yet.", "%(count)d returns are not verified yet.", open_
            )
            yield _round(due, day, "verify_by", said % {"count": open_}, due.verify_by, _("to verify"))


def _round(due: Due, day: date, kind: str, reason: str, by_day: date, chip: str) -> Row:
    form = version_for(due.form, due.period)
    late, soon = by_day < day, by_day <= day + SOON
    return Row(
        kind=kind,
        key=f"{kind}:{due.form}:{due.period.code}",
        name=f"{in_language(form.name_zh, form.name_en)} · {_period(due.period)}",
        reason=reason,
        address=reverse("desk:returns_of_form", args=[due.form, due.period.code]),
        due=by_day,
        chip=chip,
        urgency=Urgency.LATE if late else Urgency.SOON if soon else Urgency.USUAL,
    )


def sheets_to_apply(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The sheets of returns that were looked through and neither applied nor given up."""
    for row in sheets_not_applied(by=user):
        yield _import("sheet", row.pk, row.name, "desk:returns_sheet", row.created_at, row.created_by_id)


def figures_to_apply(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The files of published figures that were looked through and not applied."""
    rows = scope(user, FigureImport).filter(state=ImportState.PREVIEWED)
    for row in rows.select_related("document").defer("rows", "problems", "document__content"):
        name, by = row.document.name, row.created_by_id
        yield _import("figures", row.pk, name, "desk:figures_import_detail", row.created_at, by)


def _import(kind: str, pk: int, name: str, route: str, at: datetime, by: int | None) -> Row:
    return Row(
        kind=kind,
        key=f"{kind}:{pk}",
        name=name,
        reason=_("It was looked through, but is not applied yet."),
        address=reverse(route, args=[pk]),
        since=clock.day_of(at),
        chip=_("to apply"),
        urgency=Urgency.SOON,
        person=by,
    )


def restated_figures(user: User, rights: frozenset[str], since: datetime) -> Iterator[Row]:
    """The published figures that were said otherwise before."""
    fresh = scope(user, PublishedFigure, "figures.view").filter(revision__gt=1, recorded_at__gt=since)
    found = list(
        fresh.exclude(figure_import__state=ImportState.WITHDRAWN).order_by("-recorded_at", "measure")
    )
    before = _amounts_before(user, found)
    for row in found:
        was = before.get((row.measure, row.period, row.level, row.revision - 1))
        said = {"was": _amount(was), "now": _amount(row), "period": _period(Period.parse(row.period))}
        yield Row(
            kind="restated",
            key=f"restated:{row.pk}",
            name=_measure_name(row.measure),
            reason=_("%(period)s was %(was)s, is %(now)s now.") % said,
            address=reverse("desk:trace", args=[row.measure, row.period]),
            since=clock.day_of(row.recorded_at),
            who=row.publisher,
            chip=_("restated"),
            urgency=Urgency.TURNED_BAD,
        )


def _amounts_before(
    user: User, found: list[PublishedFigure]
) -> dict[tuple[str, str, str, int], PublishedFigure]:
    if not found:
        return {}
    rows = scope(user, PublishedFigure, "figures.view").filter(
        measure__in={row.measure for row in found}, period__in={row.period for row in found}
    )
    return {(row.measure, row.period, row.level, row.revision): row for row in rows}


def late_returns(user: User, rights: frozenset[str], since: datetime) -> Iterator[Row]:
    """The returns that came in after their day."""
    rounds = dues_between(clock.day_of(since) - LOOK_BACK - LOOK_BACK, clock.today())
    days = {(due.form, due.period.code): due.file_by for due in rounds}
    for filed in first_filings(since, by=user):
        assert filed.filed_at is not None, "asked for by when it was filed"
        day = clock.day_of(filed.filed_at)
        late = (day - days.get((filed.form_code, filed.period), date.max)).days
        if late > 0:
            said = ngettext("It came %(count)d day late.", "It came %(count)d days late.", late)
            yield Row(
                kind="late",
                key=f"late:{filed.pk}",
                name=f"{filed.enterprise_name} · {_period(Period.parse(filed.period))}",
                reason=said % {"count": late},
                address=reverse("desk:return", args=[filed.pk]),
                since=day,
                chip=_("late"),
                urgency=Urgency.USUAL,
            )


def _amount(row: PublishedFigure | None) -> str:
    if row is None:
        return "—"
    return row.get_missing_reason_display() if row.amount is None else f"{number(row.amount)} {row.unit}"


def _measure_name(code: str) -> str:
    try:
        measure = registry.get(code)
    except GuatuError:
        return code
    return in_language(measure.name_zh, measure.name_en)


def _period(period: Period) -> str:
    return in_language(period.name_zh, period.name_en)
