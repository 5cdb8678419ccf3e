"""How does a target find the measure that computes it?"""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.names import accepts
from guatu.plan.actions.recording import recording
from guatu.plan.actions.reviewing import refuse_discarded
from guatu.plan.models import Change, PlanState, Target


def bind_measure(
    target: Target, code: str, *, by: User | None, expected_version: int | None = None
) -> Change | None:
    """Says which measure computes a target, confirmed by the person who chose it; "" takes the measure away.

    Refused when there is no such measure, or when it counts in another dimension or currency.
    """
    with recording(target.plan, "bind", by=by) as record:
        row = record.touch(target, expected_version)
        refuse_discarded(row)
        if code:
            refuse_unfit(row, _measure(code))
        elif record.plan.state == PlanState.PUBLISHED and not row.parked_reason:
            raise Refused(
                "no_source", _("A published target needs a measure, or must be parked with a reason.")
            )
        row.measure = code
        row.measure_confidence = Decimal(1) if code else None
        row.measure_confirmed = bool(code)
        if code:
            row.parked_reason = ""
        record.summary["what"] = row.text[:60]
    return record.change


def confirm_measure(target: Target, *, by: User | None, expected_version: int | None = None) -> Change | None:
    """Confirms the measure that was proposed for a target."""
    with recording(target.plan, "confirm_measure", by=by) as record:
        row = record.touch(target, expected_version)
        refuse_discarded(row)
        if not row.measure:
            raise Refused("no_measure", _("There is no measure to confirm: choose one."))
        refuse_unfit(row, _measure(row.measure))
        row.measure_confirmed = True
        record.summary["what"] = row.text[:60]
    return record.change


def park_target(
    target: Target, reason: str, *, by: User | None, expected_version: int | None = None
) -> Change | None:
    """Lets a target be published without a source, for a reason that everybody will see."""
    if not reason.strip():
        raise Refused("reason_missing", _("Say why no source can be had for this target."))
    with recording(target.plan, "park", by=by) as record:
        row = record.touch(target, expected_version)
        refuse_discarded(row)
        row.parked_reason = reason.strip()
        record.summary["what"] = row.text[:60]
    return record.change


def unpark_target(target: Target, *, by: User | None, expected_version: int | None = None) -> Change | None:
    """Takes a target back from parking."""
    with recording(target.plan, "unpark", by=by) as record:
        row = record.touch(target, expected_version)
        if record.plan.state == PlanState.PUBLISHED and not row.measure_confirmed:
            raise Refused(
                "no_source", _("A published target needs a measure, or must be parked with a reason.")
            )
        row.parked_reason = ""
        record.summary["what"] = row.text[:60]
    return record.change


def refuse_unfit(row: Target, measure: Measure) -> None:
    """Refuses a measure whose figures cannot be compared with the target's (亿元 against 亿美元)."""
    if not accepts(measure, row.unit_norm, row.kind):
        raise Refused(
            "unit_mismatch",
            _("“%(measure)s” counts in %(unit)s and cannot be compared with a target in %(other)s.")
            % {"measure": measure.name_zh, "unit": measure.display_unit, "other": row.unit or _("no unit")},
        )


def _measure(code: str) -> Measure:
    try:
        return registry.get(code)
    except GuatuError:
        raise Refused("unknown_measure", _("There is no measure “%(code)s”.") % {"code": code[:60]}) from None
