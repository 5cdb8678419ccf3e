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
from guatu.zone.statistics.returns.models import Return, ReturnImport, ReturnState
from guatu.zone.statistics.returns.queries import progress_of
from guatu.zone.statistics.returns.store import opened_for

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
    with opened_for(user) as own:
        rows = ReturnImport.objects.filter(state="previewed") if own is None else ReturnImport.objects.none()
        found = list(rows.defer("content", "outcome").order_by("created_at"))
    for row in found:
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
    with opened_for(user) as own:
        rows = Return.objects.filter(filed_at__gt=since, revision=1) if own is None else Return.objects.none()
        columns = ("pk", "form_code", "period", "enterprise_name", "filed_at")
        found = list(rows.order_by("-filed_at").values_list(*columns))
    days = {(due.form, due.period.code): due.file_by for due in dues_between(
        clock.day_of(since) - LOOK_BACK - LOOK_BACK, clock.today())}  # fmt: skip
    for pk, form, period, name, filed_at in found:
        late = (clock.day_of(filed_at) - days.get((form, period), date.max)).days
        if late > 0:
            said = ngettext("It came %(count)d day late.", "It came %(count)d days late.", late)
            yield Row(
                "late", f"late:{pk}", f"{name} · {_period(Period.parse(period))}", said % {"count": late},
                reverse("desk:return", args=[pk]), since=clock.day_of(filed_at), chip=_("late"),
                urgency=Urgency.USUAL,
            )  # fmt: skip


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
