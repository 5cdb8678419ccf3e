"""How is a change taken back, and done again?

Each user undoes their own changes, the last first, however many and however long ago; a change that somebody
else built upon is not taken back over their head. Publishing and amending settle all changes before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.access.naming import person_name
from guatu.kernel.ledger.context import action
from guatu.plan.actions.recording import Recording, gone_sentence, lock_plan
from guatu.plan.actions.states import State, link_names, links_of, put_back, state_of
from guatu.plan.items import Row, parse_ref, ref_of
from guatu.plan.models import Change, Identity, Plan, Standing, Target, Task
from guatu.plan.queries.review import redoable, undoable


def undo(plan: Plan, *, by: User | None) -> Change:
    """Takes back the user's last change that still holds; refused when somebody changed its items since."""
    return _step(plan, "undo", by)


def redo(plan: Plan, *, by: User | None) -> Change:
    """Does again what the user undid last; refused when somebody changed its items since."""
    return _step(plan, "redo", by)


def _step(plan: Plan, verb: str, by: User | None) -> Change:
    with action(f"plan.{verb}", by=by):
        record = Recording(lock_plan(plan.pk), verb, by)
        change = (undoable(plan, by) if verb == "undo" else redoable(plan, by)).first()
        if change is None:
            raise Refused(f"nothing_to_{verb}", _NOTHING[verb]())
        _refuse_touched_by_others(change)
        states = (change.after, change.before) if verb == "undo" else (change.before, change.after)
        _turn(record, *states)
        record.summary.update(change.summary)
        written = record.write(undoes=change)
        change.standing = Standing.UNDONE if verb == "undo" else Standing.APPLIED
        change.save(update_fields=["standing"])
        return cast("Change", written)


_NOTHING = {
    "undo": lambda: _("There is no change of yours to undo."),
    "redo": lambda: _("There is nothing to do again."),
}


def _refuse_touched_by_others(change: Change) -> None:
    later = Change.objects.filter(
        plan=change.plan_id, number__gt=change.number, standing=Standing.APPLIED, undoes=None
    )
    other = later.exclude(by=change.by_id).filter(items__overlap=change.items).select_related("by").first()
    if other is not None:
        name = person_name(other.by) if other.by else _("the command line")
        raise Refused(
            "changed_meanwhile", _("%(name)s changed this item since. Talk to them first.") % {"name": name}
        )


def _turn(record: Recording, now: dict[str, State | None], then: dict[str, State | None]) -> None:
    """Brings every item of a change from the state `now` to the state `then`."""
    rows = _touch(record, [ref for ref, state in now.items() if state is not None])
    for ref, row in rows.items():
        _refuse_differing(row, cast("State", now[ref]))
        if then[ref] is not None:
            put_back(row, cast("State", then[ref]))
    record.flush()
    for ref in then:
        if ref not in rows:
            rows[ref] = _make_again(record, ref, cast("State", then[ref]))
    for ref, row in rows.items():
        _relink(record, row, then[ref])
    _remove(record, [rows[ref] for ref, state in then.items() if state is None])


def _touch(record: Recording, refs: Sequence[str]) -> dict[str, Row]:
    keys: dict[type[Row], list[int]] = {}
    for ref in refs:
        model, key = parse_ref(ref)
        keys.setdefault(model, []).append(key)
    rows = [row for model, some in keys.items() for row in record.touch_all(model, some)]
    if len(rows) < len(refs):
        raise Refused("gone", gone_sentence())
    return {ref_of(row): row for row in rows}


def _make_again(record: Recording, ref: str, state: State) -> Row:
    model, key = parse_ref(ref)
    row = model(plan=record.plan)
    row.pk = key
    put_back(row, state)
    row.version = cast("int", state["version"]) + 1
    return record.add(row)


def _relink(record: Recording, row: Row, state: State | None) -> None:
    for name in link_names(type(row)):
        if state is not None and name in state:
            record.link(row, name, cast("list[int]", state[name]))


def _refuse_differing(row: Row, expected: State) -> None:
    """A guard against anything that changed the row past its history."""
    actual = state_of(row)
    for name, value in expected.items():
        found = actual[name] if name in actual else links_of(row, name) if name != "version" else value
        if found != value:
            raise Refused("changed_meanwhile", _("The item is no longer as your change left it."))


def _remove(record: Recording, rows: Iterable[Row]) -> None:
    gone = list(rows)
    for row in gone:
        record.remove(row)
    going = {ref_of(row) for row in gone}
    for row in gone:
        if isinstance(row, Target) and _users_of(row) - going:
            raise Refused("in_use", _("Something else refers to this target by now. Take that back first."))


def _users_of(target: Target) -> set[str]:
    parts = Target.objects.filter(parent=target).values_list("pk", flat=True)
    tasks = Task.objects.filter(targets=target).values_list("pk", flat=True)
    sums = Identity.objects.filter(whole=target) | Identity.objects.filter(parts=target)
    return (
        {f"target-{key}" for key in parts}
        | {f"task-{key}" for key in tasks}
        | {f"identity-{key}" for key in sums.values_list("pk", flat=True)}
    )
