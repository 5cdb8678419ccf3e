"""Who may still come to an enterprise, and how is it noted that somebody came?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar, cast

from django.contrib.auth.models import User
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import insert_record, update_record
from guatu.kernel.registry.declaration import Values, get_registry
from guatu.kernel.registry.models import Record
from guatu.zone.enterprises.models import (
    Appointment,
    AppointmentState,
    Coming,
    Enterprise,
    Ground,
    Inspection,
    Visit,
)
from guatu.zone.enterprises.queries import spent_of
from guatu.zone.enterprises.rules.budgets import Spent

A = TypeVar("A", bound=Appointment)

VISITS, INSPECTIONS = "visits", "inspections"
_MARKS = {VISITS: "ZF", INSPECTIONS: "JC"}  # 走访, 检查
# Whoever takes the next number waits for the one before.
_LOCK = 0x6775_6174_7503
_OVER = {
    Coming.VISIT: gettext_noop(
        "%(enterprise)s had %(used)s of %(most)s visits between %(first)s and %(last)s. "
        "Choose another day, or write why this one is needed all the same."
    ),
    Coming.INSPECTION: gettext_noop(
        "%(enterprise)s had %(used)s of %(most)s inspections between %(first)s and %(last)s. "
        "Choose another day, or write why this one is needed all the same."
    ),
}


def plan_visit(values: Values, *, by: User | None, source: str, as_of: date | None = None) -> Visit:
    """Plans a visit, or notes one that was made; refused over the budget unless a reason is given."""
    return cast("Visit", _enter(VISITS, values, by, source, as_of))


def plan_inspection(values: Values, *, by: User | None, source: str, as_of: date | None = None) -> Inspection:
    """Plans an inspection, or notes one that was made; refused over the budget unless a reason is given.

    What has another ground than the plan (a complaint, an accident …) is noted and not counted.
    """
    return cast("Inspection", _enter(INSPECTIONS, values, by, source, as_of))


def change_visit(record: Record, values: Values, *, by: User | None, **known: object) -> Record:
    """Changes a visit; refused where a new day or enterprise is over the budget and no reason is given."""
    return _change(VISITS, record, values, by, known)


def change_inspection(record: Record, values: Values, *, by: User | None, **known: object) -> Record:
    """Changes an inspection; refused where a new day or enterprise is over the budget without a reason."""
    return _change(INSPECTIONS, record, values, by, known)


def make(appointment: A, *, on: date, by: User | None, **said: str) -> A:
    """Notes that it took place on that day, and what was said or found (fields of its kind)."""
    if appointment.state != AppointmentState.PLANNED:
        raise Refused("not_planned", _("This is not planned any more: it was made or cancelled."))
    if on > clock.today():
        raise Refused("not_yet", _("It cannot have been made on a day to come."))
    return _write(appointment, {"state": AppointmentState.MADE, "made_on": on, **said}, by, "make")


def cancel(appointment: A, *, by: User | None) -> A:
    """Takes a planned one out of the plan, and out of the budget."""
    if appointment.state != AppointmentState.PLANNED:
        raise Refused("not_planned", _("This is not planned any more: it was made or cancelled."))
    return _write(appointment, {"state": AppointmentState.CANCELLED}, by, "cancel")


def keep_when_made(record: Record, before: Mapping[str, object]) -> list[str]:
    """What a change leaves behind: when it was recorded that it took place; the fields touched."""
    assert isinstance(record, Appointment)
    if record.pk and "made_on" not in before:
        return []
    record.made_recorded_at = clock.now() if record.made_on else None
    return ["made_recorded_at"]


def _enter(slug: str, values: Values, by: User | None, source: str, as_of: date | None) -> Record:
    registry = get_registry(slug)
    with action(f"{slug}.plan", by=by):
        _keep_to_budget(slug, values, None)
        numbered = values if values.get("number") else {**values, "number": _next_number(slug, values)}
        return insert_record(registry, numbered, source=source, as_of=as_of)


def _change(
    slug: str, record: Record, values: Values, by: User | None, known: Mapping[str, object]
) -> Record:
    registry = get_registry(slug)
    standing = {name: getattr(record, info.field.attname) for name, info in registry.fields.items()}
    with action(f"{slug}.change", by=by):
        if {"enterprise", "planned_on", "made_on", "ground", "body"} & set(values):
            _keep_to_budget(slug, {**standing, **values}, record.pk)
        return update_record(
            registry,
            record,
            values,
            source=str(known["source"]),
            as_of=cast("date | None", known.get("as_of")),
            seen=cast("datetime | None", known.get("seen")),
        )


def _write(appointment: A, values: Values, by: User | None, verb: str) -> A:
    slug = VISITS if isinstance(appointment, Visit) else INSPECTIONS
    source = appointment.source_of("")[0]
    with action(f"{slug}.{verb}", by=by):
        return cast("A", update_record(get_registry(slug), appointment, values, source=source))


def _keep_to_budget(slug: str, values: Values, besides: int | None) -> None:
    """Refuses what would be over a budget and says no reason; the enterprise's file is held meanwhile."""
    if values.get("state") == AppointmentState.CANCELLED or values.get("ground", Ground.PLAN) != Ground.PLAN:
        return
    coming = Coming.VISIT if slug == VISITS else Coming.INSPECTION
    enterprise = Enterprise.objects.select_for_update().get(pk=cast("int", values["enterprise"]))
    day = cast("date", values.get("made_on") or values["planned_on"])
    told = spent_of(enterprise.pk, coming, day, body=str(values.get("body", "")), besides=besides)
    used_up = next((spent for spent in told if not spent.left), None)
    if used_up is not None and not str(values.get("exception_reason") or "").strip():
        raise Refused("over_budget", _(_OVER[coming]) % _words(enterprise, used_up))


def _words(enterprise: Enterprise, spent: Spent) -> dict[str, object]:
    return {
        "enterprise": enterprise,
        "used": spent.used,
        "most": spent.budget.most,
        "first": spent.first,
        "last": spent.last,
    }


def _next_number(slug: str, values: Values) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    head = f"{_MARKS[slug]}{cast('date', values['planned_on']).year}-"
    model: type[Appointment] = Visit if slug == VISITS else Inspection
    numbers = model._default_manager.filter(number__regex=rf"^{head}\d+$").values_list("number", flat=True)
    last = max((int(number.removeprefix(head)) for number in numbers), default=0)
    return f"{head}{last + 1:04}"
