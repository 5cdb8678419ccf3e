"""How are the sums that hold among a plan's targets kept?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.plan.actions.recording import Recording, recording
from guatu.plan.lint.identities import Sum, find_identities
from guatu.plan.lint.snapshot import TargetTerms
from guatu.plan.models import Change, Identity, IdentityState, ItemState, Plan, Target


def create_identities(plan: Plan) -> list[Identity]:
    """Finds and stores the sums among a new plan's targets."""
    return [_identity(plan, found) for found in find_identities(_terms(plan))]


def keep_new_sums(record: Recording) -> None:
    """Stores sums that hold since this action changed a target, as a part of the action."""
    record.flush()
    known = set(known_sums(record.plan))
    terms = [each for each in _terms(record.plan) if each.ref not in record.removed]
    for found in find_identities(terms):
        if (found.whole, frozenset(found.parts)) not in known:
            identity = record.add(Identity(plan=record.plan, whole_id=found.whole))
            record.link(identity, "parts", found.parts)


def known_sums(plan: Plan) -> list[tuple[int, frozenset[int]]]:
    """Whole and parts of every sum on record, the dismissed ones too."""
    rows = Identity.objects.filter(plan=plan).prefetch_related("parts")
    return [(row.whole_id, frozenset(part.pk for part in row.parts.all())) for row in rows]


def judge_identity(
    identity: Identity, state: IdentityState, *, by: User | None, expected_version: int | None = None
) -> Change | None:
    """Keeps a sum, or dismisses it as chance so that it is neither shown nor checked."""
    if state not in IdentityState.values:
        raise Refused("unknown_state", _("A sum is either kept or dismissed."))
    verb = "dismiss_identity" if state == IdentityState.DISMISSED else "keep_identity"
    with recording(identity.plan, verb, by=by) as record:
        record.touch(identity, expected_version).state = state
    return record.change


def _identity(plan: Plan, found: Sum) -> Identity:
    row = Identity.objects.create(plan=plan, whole_id=found.whole)
    row.parts.set(found.parts)
    return row


def _terms(plan: Plan) -> list[TargetTerms]:
    columns = (
        *("pk", "start", "end", "subject", "kind"),
        *("value_norm", "unit_norm", "value", "parent_id", "section_id"),
    )
    rows = Target.objects.filter(plan=plan).exclude(state=ItemState.DISCARDED).values_list(*columns)
    return [
        TargetTerms(
            id=pk,
            start=start,
            end=end,
            subject=subject,
            kind=kind,
            value=value_norm,
            unit=unit_norm,
            written=value,
            parent=parent,
            section=section,
        )
        for pk, start, end, subject, kind, value_norm, unit_norm, value, parent, section in rows
    ]
