"""What can be asked of returns? Each question says who asks, because the store answers nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from guatu.base.periods import Period
from guatu.kernel.directory import Entity
from guatu.zone.statistics.returns.asking import beside, outside, prefill, version_for
from guatu.zone.statistics.returns.calendar import Due, due_of, dues_between
from guatu.zone.statistics.returns.forms import last_period
from guatu.zone.statistics.returns.listing import listed_counts, listed_for, units_of
from guatu.zone.statistics.returns.models import (
    CopyConsent,
    ListedUnit,
    Return,
    ReturnedFiling,
    ReturnImport,
    ReturnState,
)
from guatu.zone.statistics.returns.store import Reader, opened_for

OPEN = (ReturnState.DRAFT, ReturnState.RETURNED)


@dataclass(frozen=True, slots=True)
class Late:
    """An enterprise whose return is not filed though its day has passed. `state` "": none was begun."""

    entity: Entity
    due: Due
    days: int
    state: str
    return_id: int | None


@dataclass(frozen=True, slots=True)
class Task:
    """A return that an enterprise has to file; `return_` is None until it is begun.

    `subject` and `subject_name` are the code and name of the project where a form is filed by project.
    """

    due: Due
    return_: Return | None
    subject: str = ""
    subject_name: str = ""

    @property
    def state(self) -> str:
        """ "" where it was not begun."""
        return "" if self.return_ is None else self.return_.state


def get_return(pk: int, *, by: Reader | None) -> Return:
    """The return; Http404 where there is none or it is another's, PermissionDenied without a right."""
    with opened_for(by) as own:
        rows = Return.objects.select_related("form")
        found = rows.filter(pk=pk, **({} if own is None else {"enterprise_id": own})).first()
    if found is None:
        raise Http404(_("There is no such page, or it is not for you."))
    return found


def returns_of(enterprise_id: int, *, by: Reader | None, since: date | None = None) -> Sequence[Return]:
    """The returns of an enterprise, the newest period first, the latest revision first."""
    with opened_for(by) as own:
        rows = Return.objects.filter(enterprise_id=enterprise_id if own is None else own).select_related(
            "form"
        )
        if own is not None and own != enterprise_id:
            rows = rows.none()
        if since is not None:
            rows = rows.filter(period_end__gte=since)
        return list(rows.order_by("-period_end", "form_code", "subject", "-revision"))


def tasks_of(entity: Entity, first: date, last: date, *, by: Reader | None) -> Sequence[Task]:
    """What the enterprise has to file with a deadline between two days, with what is there of it.

    A form that is filed by project is asked for each project of this period's returns or the last one's.
    """
    units = units_of(entity.id)
    asked = [due for due in dues_between(first, last) if _is_asked(units, due)]
    periods = {due.period.code for due in asked} | {each.code for due in asked for each in _before(due)}
    with opened_for(by):
        rows = Return.objects.filter(
            enterprise_id=entity.id, form_code__in={due.form for due in asked}, period__in=periods
        )
        found = list(rows.select_related("form").order_by("period_end", "revision"))
    return [task for due in asked for task in _tasks_for(due, found)]


def forms_by_project(entity: Entity, first: date, last: date) -> Sequence[Due]:
    """What the enterprise files by project with a deadline between two days."""
    units = units_of(entity.id)
    asked = (due for due in dues_between(first, last) if _is_asked(units, due))
    return [due for due in asked if version_for(due.form, due.period).subject]


def returns_to_verify(
    form_code: str, period: Period, *, by: Reader | None, state: str | None = ReturnState.FILED
) -> Sequence[Return]:
    """The latest revision of each return of a form and period in a state (None: all), by enterprise."""
    with opened_for(by):
        rows = Return.objects.filter(form_code=form_code, period=period.code).select_related("form")
        latest = {(row.enterprise_id, row.subject): row for row in rows.order_by("enterprise_id", "revision")}
    return [row for row in latest.values() if state is None or row.state == state]


def progress(form_code: str, period: Period, *, by: Reader | None) -> Mapping[str, int]:
    """How many enterprises stand where: by state, and "" for those that have not begun."""
    return progress_of([(form_code, period)], by=by)[form_code, period]


def progress_of(
    rounds: Sequence[tuple[str, Period]], *, by: Reader | None
) -> Mapping[tuple[str, Period], Mapping[str, int]]:
    """The same for many forms and periods, in one query of the store and one of the list."""
    with opened_for(by):
        rows = Return.objects.filter(
            form_code__in={form for form, _period in rounds},
            period__in={period.code for _form, period in rounds},
        ).order_by("revision")
        found = rows.values_list("form_code", "period", "enterprise_id", "subject", "state")
        latest = {(form, period, firm, subject): state for form, period, firm, subject, state in found}
    states: dict[tuple[str, str], Counter[str]] = {}
    for (form, code, _firm, _subject), state in latest.items():
        states.setdefault((form, code), Counter())[state] += 1
    forms = {(code, period): version_for(code, period) for code, period in rounds}
    asked = listed_counts((form, period) for (_, period), form in forms.items() if not form.subject)
    return {
        (code, period): _with_the_rest(
            asked.get((code, period), 0), states.get((code, period.code), Counter())
        )
        for code, period in rounds
    }


def _with_the_rest(asked: int, states: Counter[str]) -> Mapping[str, int]:
    return {"": max(asked - states.total(), 0), **states}


def who_is_late(form_code: str, period: Period, on: date, *, by: Reader | None) -> Sequence[Late]:
    """Whose return is not filed on that day though it was due, the first of the directory first."""
    due = due_of(form_code, period)
    if on <= due.file_by:
        return []
    found = {r.enterprise_id: r for r in returns_to_verify(form_code, period, by=by, state=None)}
    days = (on - due.file_by).days
    late: list[Late] = []
    for entity in listed_for(version_for(form_code, period), period):
        row = found.get(entity.id)
        if row is None:
            late.append(Late(entity, due, days, "", None))
        elif row.state in OPEN and row.revision == 1:
            late.append(Late(entity, due, days, row.state, row.pk))
    return late


def prefilled(
    form_code: str, enterprise_id: int, period: Period, *, by: Reader | None
) -> tuple[Mapping[str, str | None], Mapping[str, str]]:
    """What a return would be filled in with before anybody types, and where each value comes from."""
    form = version_for(form_code, period)
    known = outside(form, period, [enterprise_id])
    with opened_for(by):
        return prefill(form, beside(form, period, known)[enterprise_id])


def revisions_of(return_: Return, *, by: Reader | None) -> Sequence[Return]:
    """All revisions of the same return, the first one first."""
    with opened_for(by):
        rows = Return.objects.filter(
            form_code=return_.form_code,
            period=return_.period,
            enterprise_id=return_.enterprise_id,
            subject=return_.subject,
        )
        return list(rows.select_related("form").order_by("revision"))


def consents_of(return_: Return, *, by: Reader | None) -> Sequence[CopyConsent]:
    """What the enterprise allowed to be copied out of the return, the newest first."""
    with opened_for(by):
        return list(CopyConsent.objects.filter(return_copied=return_).order_by("-given_at"))


def import_of(pk: int, *, by: Reader | None) -> ReturnImport:
    """The import of a sheet; Http404 where there is none, PermissionDenied without the right."""
    with opened_for(by) as own:
        found = None if own is not None else ReturnImport.objects.filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such page, or it is not for you."))
    return found


def imports_of(form_code: str, period: Period, *, by: Reader | None) -> Sequence[ReturnImport]:
    """The sheets that were handed in for a form and period, the newest first, without their content."""
    with opened_for(by) as own:
        rows = ReturnImport.objects.filter(form_code=form_code, period=period.code)
        return [] if own is not None else list(rows.defer("content").order_by("-created_at"))


def same_sheets(return_import: ReturnImport, *, by: Reader | None) -> Sequence[ReturnImport]:
    """The same sheet as it was handed in at other times, whatever for, the newest first."""
    with opened_for(by):
        rows = ReturnImport.objects.filter(digest=return_import.digest).exclude(pk=return_import.pk)
        known = rows.exclude(digest="")
        return list(known.defer("content", "outcome").order_by("-created_at"))


def sheets_not_applied(*, by: Reader | None) -> Sequence[ReturnImport]:
    """The sheets that were looked through and neither applied nor given up, the first one first."""
    with opened_for(by) as own:
        rows = ReturnImport.objects.filter(state="previewed")
        return [] if own is not None else list(rows.defer("content", "outcome").order_by("created_at"))


def first_filings(since: datetime, *, by: Reader | None) -> Sequence[Return]:
    """The returns that were filed for the first time after that moment, the newest first."""
    with opened_for(by) as own:
        rows = Return.objects.filter(filed_at__gt=since, revision=1)
        columns = ("form_code", "period", "enterprise_name", "filed_at")
        return [] if own is not None else list(rows.order_by("-filed_at").only(*columns))


def filings_sent_back(return_: Return, *, by: Reader | None) -> Sequence[ReturnedFiling]:
    """What the return said each time that it was sent back, the first time first."""
    with opened_for(by):
        rows = ReturnedFiling.objects.filter(return_filed=return_)
        return list(rows.order_by("returned_at"))


def _is_asked(units: Sequence[ListedUnit], due: Due) -> bool:
    form = version_for(due.form, due.period)
    scales = {unit.scale for unit in units if unit.stands_on(due.period.end)}
    return bool(scales & set(form.scales))


def _before(due: Due) -> list[Period]:
    """The period before, where a form is filed by project and goes on with those of the last return."""
    form = version_for(due.form, due.period)
    before = last_period(form, due.period) if form.subject else None
    return [] if before is None else [before]


def _tasks_for(due: Due, rows: Iterable[Return]) -> list[Task]:
    """The tasks of a round, from the returns of the enterprise in the order of their periods."""
    periods = {due.period.code, *(each.code for each in _before(due))}
    found = [row for row in rows if row.form_code == due.form and row.period in periods]
    by_project = version_for(due.form, due.period).subject
    names = {row.subject: row.subject_name for row in found} if by_project else {"": ""}
    latest = {row.subject: row for row in found if row.period == due.period.code}
    return [Task(due, latest.get(subject), subject, name) for subject, name in names.items()]
