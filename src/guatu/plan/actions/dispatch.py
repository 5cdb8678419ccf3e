"""Which actions can a page send, in which words?

POST /plans/<pk>/actions with one JSON object:

    {"verb": …, "version": 12, "key": "…", and what the verb needs}

`version` is the version of the plan that the page knows (from the state, or from the last answer): an item
that somebody else changed since is not overwritten (409). `expected_version` does the same by the version of
the one item. `key` is any string of the page's own (at most 64 characters) that names the post: the same key
sent again does nothing twice.

| verb | needs |
|---|---|
| accept, restore, confirm_measure, unpark | item |
| accept_all | items, or fields {"kind": "task"}, or nothing: all that is left |
| discard, park | item, reason |
| edit | item, fields: only those that change |
| | target: subject, target_kind, comparator, value, value_hi (strings, or null), unit, |
| |   parent ("target-3" or null), scope, modality, deadline, due ("2019-06-30" or null), start, end |
| | task: checkable, deadline, due, start, end; project: name, stage, deadline, start, end; |
| |   institution: name, start, end |
| split | item, start: where to cut, an offset of the text |
| join | items: two or more of one kind |
| add_target, add_task, add_project, add_institution | start, end |
| bind | item, fields {"measure": code, or "" for none} |
| assign | item or items, or fields {"section": "L2"}; |
| |   fields {"lead": 3 or null, "supporting": [4], "leader": 7 or null} |
| keep_identity, dismiss_identity | item: "identity-5" |
| edit_plan | fields {"title", "year"} |
| undo, redo | |

Answer 200: {"version", "items": [every item that changed since `version`, other people's too],
"removed": [ids that are gone], "counts", "identities", "findings", "undo": {"label"} | null, "redo",
"measure_names", "plan"}, each as in the state (`guatu.plan.queries.ReviewState`).
Refused: 409 (changed_meanwhile, gone), 404 (unknown_item), else 422: {"code", "message"}, nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.plan.actions import payloads as ask
from guatu.plan.actions.adding import add_institution, add_project, add_target, add_task
from guatu.plan.actions.assigning import assign_items, items_of
from guatu.plan.actions.binding import bind_measure, confirm_measure, park_target, unpark_target
from guatu.plan.actions.cutting import join_items, split_item
from guatu.plan.actions.editing import edit_institution, edit_plan, edit_project, edit_target, edit_task
from guatu.plan.actions.recording import changed_sentence, lock_plan
from guatu.plan.actions.reviewing import accept_all, accept_item, accept_items, discard_item, restore_item
from guatu.plan.actions.sums import judge_identity
from guatu.plan.actions.undoing import redo, undo
from guatu.plan.models import (
    Change,
    IdentityState,
    InstitutionMention,
    Plan,
    ProjectMention,
    Target,
    Task,
)
from guatu.plan.queries.items import Json, load_items
from guatu.plan.queries.review import measure_names, plan_info, standings

STATUS = {"changed_meanwhile": 409, "gone": 409, "unknown_item": 404}
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Call:
    """One posted action: the plan as it is now, who acts, and what was sent."""

    plan: Plan
    by: User | None
    sent: ask.Sent = field(repr=False)


Action = Callable[[Call], Change | None]


def respond(plan: Plan, data: object, *, by: User | None) -> tuple[int, Json]:
    """Does what a page posted; returns the HTTP status and the JSON object to answer."""
    try:
        return 200, perform(plan, data, by=by)
    except Refused as refused:
        return STATUS.get(refused.code, UNPROCESSABLE), {"code": refused.code, "message": refused.sentence}


def perform(plan: Plan, data: object, *, by: User | None) -> Json:
    """Does what a page posted and returns the answer; raises Refused."""
    sent = ask.parse(data)
    act = VERBS.get(sent.verb)
    if act is None:
        raise Refused("unknown_verb", _("There is no action “%(verb)s”.") % {"verb": sent.verb[:40]})
    with action(f"plan.{sent.verb}", by=by):
        current = lock_plan(plan.pk)
        version = current.version if sent.version is None else sent.version
        if not _done_before(current, sent.key):
            _refuse_changed_since(current, sent, by)
            change = act(Call(current, by, sent))
            if change and sent.key:
                Change.objects.filter(pk=change.pk).update(key=sent.key)
        return answer(Plan.objects.select_related("document").get(pk=plan.pk), version, by)


def answer(plan: Plan, version: int, user: User | None) -> Json:
    """What changed in the plan since `version`, and how it stands."""
    changed = Change.objects.filter(plan=plan, number__gt=version).values_list("items", flat=True)
    refs = {ref for items in changed for ref in items if not ref.startswith(("identity-", "plan"))}
    items = load_items(plan, refs)
    standing = standings(plan, user)
    return {
        "version": plan.version,
        "items": items,
        "removed": sorted(refs - {str(item["id"]) for item in items}),
        "counts": standing.counts,
        "identities": standing.identities,
        "findings": standing.findings,
        "undo": standing.undo,
        "redo": standing.redo,
        "measure_names": measure_names(items),
        "plan": plan_info(plan),
    }


def _done_before(plan: Plan, key: str) -> bool:
    return bool(key) and Change.objects.filter(plan=plan, key=key).exists()


def _refuse_changed_since(plan: Plan, sent: ask.Sent, by: User | None) -> None:
    if sent.version is None or not sent.refs or sent.verb in ("undo", "redo"):
        return
    others = Change.objects.filter(plan=plan, number__gt=sent.version).exclude(by=by)
    if others.filter(items__overlap=list(sent.refs)).exists():
        raise Refused("changed_meanwhile", changed_sentence())


def _edit(call: Call) -> Change | None:
    item = ask.item(call.plan, call.sent)
    version = call.sent.expected_version
    if isinstance(item, Target):
        fields = ask.target_fields(call.plan, call.sent.fields)
        return edit_target(item, by=call.by, expected_version=version, **fields)
    if isinstance(item, Task):
        task_fields = ask.task_fields(call.sent.fields)
        return edit_task(item, by=call.by, expected_version=version, **task_fields)
    if isinstance(item, ProjectMention):
        project_fields = ask.project_fields(call.sent.fields)
        return edit_project(item, by=call.by, expected_version=version, **project_fields)
    assert isinstance(item, InstitutionMention)
    return edit_institution(
        item, by=call.by, expected_version=version, **ask.institution_fields(call.sent.fields)
    )


def _accept(call: Call) -> Change | None:
    return accept_item(
        ask.item(call.plan, call.sent), by=call.by, expected_version=call.sent.expected_version
    )


def _accept_all(call: Call) -> Change | None:
    if call.sent.items:
        return accept_items(ask.items(call.plan, call.sent), by=call.by)
    return accept_all(call.plan, ask.optional_text(call.sent.fields, "kind"), by=call.by)


def _discard(call: Call) -> Change | None:
    item = ask.item(call.plan, call.sent)
    return discard_item(item, call.sent.reason, by=call.by, expected_version=call.sent.expected_version)


def _restore(call: Call) -> Change | None:
    return restore_item(
        ask.item(call.plan, call.sent), by=call.by, expected_version=call.sent.expected_version
    )


def _split(call: Call) -> Change | None:
    item, at = ask.item(call.plan, call.sent), ask.place(call.sent.start)
    return split_item(item, at, by=call.by, expected_version=call.sent.expected_version)


def _join(call: Call) -> Change | None:
    return join_items(ask.items(call.plan, call.sent), by=call.by)


def _bind(call: Call) -> Change | None:
    target = ask.target(call.plan, call.sent)
    code = ask.text(call.sent.fields, "measure")
    return bind_measure(target, code, by=call.by, expected_version=call.sent.expected_version)


def _confirm_measure(call: Call) -> Change | None:
    target = ask.target(call.plan, call.sent)
    return confirm_measure(target, by=call.by, expected_version=call.sent.expected_version)


def _park(call: Call) -> Change | None:
    target = ask.target(call.plan, call.sent)
    return park_target(target, call.sent.reason, by=call.by, expected_version=call.sent.expected_version)


def _unpark(call: Call) -> Change | None:
    target = ask.target(call.plan, call.sent)
    return unpark_target(target, by=call.by, expected_version=call.sent.expected_version)


def _assign(call: Call) -> Change | None:
    section = ask.section(call.plan, call.sent.fields)
    items = items_of(section) if section else ask.assigned_items(call.plan, call.sent)
    owners = ask.owners(call.sent.fields)
    return assign_items(
        items,
        by=call.by,
        lead=owners.lead,
        supporting=owners.supporting,
        leader=owners.leader,
        expected_version=call.sent.expected_version,
    )


def _adds(add: Callable[..., Change | None]) -> Action:
    def action(call: Call) -> Change | None:
        return add(call.plan, ask.place(call.sent.start), ask.place(call.sent.end), by=call.by)

    return action


def _judges(state: IdentityState) -> Action:
    def action(call: Call) -> Change | None:
        identity = ask.identity(call.plan, call.sent)
        return judge_identity(identity, state, by=call.by, expected_version=call.sent.expected_version)

    return action


def _edit_plan(call: Call) -> Change | None:
    return edit_plan(call.plan, by=call.by, **ask.plan_fields(call.sent.fields))


VERBS: dict[str, Action] = {
    "accept": _accept,
    "accept_all": _accept_all,
    "discard": _discard,
    "restore": _restore,
    "edit": _edit,
    "split": _split,
    "join": _join,
    "add_target": _adds(add_target),
    "add_task": _adds(add_task),
    "add_project": _adds(add_project),
    "add_institution": _adds(add_institution),
    "bind": _bind,
    "confirm_measure": _confirm_measure,
    "park": _park,
    "unpark": _unpark,
    "assign": _assign,
    "keep_identity": _judges(IdentityState.KEPT),
    "dismiss_identity": _judges(IdentityState.DISMISSED),
    "edit_plan": _edit_plan,
    "undo": lambda call: undo(call.plan, by=call.by),
    "redo": lambda call: redo(call.plan, by=call.by),
}
