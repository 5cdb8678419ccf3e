"""Who is asked what turned, what waits for somebody, and what comes? One line for each kind.

turned(user, rights, since)          what changed since a moment, what got worse first
waiting(user, rights, day)           what waits for the user, the most urgent first
coming(user, rights, day)            what is due in the coming days, the first day first

A further kind is a `Kind` in one of the tables: a code, the rights of which one is needed, and a function of
(user, rights, day or moment) that gives its rows, from what the user may see.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.access.rights import rights_of
from guatu.surfaces.desk.morning import house_rows, plan_rows, record_rows, report_rows, statistics_rows
from guatu.surfaces.desk.morning.rows import Kind, Row, Turned, urgency_of

TURNED: tuple[Turned, ...] = (
    Turned("light", "wall.view", plan_rows.turned_lights),
    Turned("restated", "figures.view", statistics_rows.restated_figures),
    Turned("late", "returns.view", statistics_rows.late_returns),
    Turned("viewing", "readings.view", house_rows.viewings),
)
WAITING: tuple[Kind, ...] = (
    Kind("assignment", "plan.answer", plan_rows.assignments_to_accept),
    Kind("returned", "plan.assign", plan_rows.assignments_returned),
    Kind("review", "plan.review", plan_rows.plans_to_review),
    Kind("verify", "returns.verify", statistics_rows.returns_to_verify),
    Kind("sheet", "returns.verify", statistics_rows.sheets_to_apply),
    Kind("figures", "figures.import", statistics_rows.figures_to_apply),
    Kind("import", "records.edit", record_rows.imports_to_apply),
    Kind("question", "visits.edit", record_rows.questions_to_settle),
    Kind("appointment", "visits.edit", record_rows.appointments_without_result),
    Kind("report", "reports.release", report_rows.reports_to_release),
    Kind("job", "jobs.manage", house_rows.failed_jobs),
    Kind("account", "accounts.manage", house_rows.accounts_without_role),
)
COMING: tuple[Kind, ...] = (
    Kind("deadline", "plan.view", plan_rows.deadlines),
    Kind("figure", "figures.view", plan_rows.expected_figures),
    Kind("round", "returns.view", statistics_rows.rounds_coming),
    Kind("question", "records.view", record_rows.questions_coming),
    Kind("appointment", "records.view", record_rows.appointments_coming),
    Kind("leave", "people.view", house_rows.leaves),
    Kind("key", "api.use", house_rows.keys_expiring),
    Kind("key", "accounts.manage", house_rows.keys_expiring),
)


def turned(user: User, rights: frozenset[str], since: datetime) -> list[Row]:
    """What changed since a moment, what got worse first."""
    kinds = (kind for kind in TURNED if kind.right in rights)
    return sorted((row for kind in kinds for row in kind.find(user, rights, since)), key=_worst_first)


def waiting(user: User, rights: frozenset[str] | None = None, day: date | None = None) -> list[Row]:
    """What waits for the user on a day (today, if none is given), the most urgent first."""
    return sorted(_found(WAITING, user, rights, day), key=urgency_of)


def coming(user: User, rights: frozenset[str] | None = None, day: date | None = None) -> list[Row]:
    """What is due in the coming days, the first day first."""
    return sorted(_found(COMING, user, rights, day), key=lambda row: (row.due or date.max, row.urgency))


def _found(kinds: tuple[Kind, ...], user: User, rights: frozenset[str] | None, day: date | None) -> list[Row]:
    held = frozenset(rights_of(user)) if rights is None else rights
    on = day or clock.today()
    found = {row.key: row for kind in kinds if kind.right in held for row in kind.find(user, held, on)}
    return list(found.values())


def _worst_first(row: Row) -> tuple[int, date, str]:
    return row.urgency, row.since or date.max, row.key
