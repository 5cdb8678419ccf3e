"""Which periods hold as they are, and how is one closed?

What comes in for a closed period later appears beside the value that holds, as restated, and does not
replace it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.ledger.context import ledgered
from guatu.kernel.measures import registry
from guatu.kernel.measures.models import ClosedPeriod


@ledgered("measures.close_periods")
def close_periods(through: date, *, reason: str, by: User | None, measure: str = "") -> ClosedPeriod:
    """Closes the periods up to that day, of one measure or all; Refused for the future or without a reason.

    `measure` is a code, "" for all of them.
    """
    if measure:
        registry.get(measure)
    if through >= now().date():
        raise Refused("not_over", _("Only what is over can be closed."))
    if not reason.strip():
        raise Refused("no_reason", _("Say why the periods are closed."))
    return ClosedPeriod.objects.create(
        measure=measure, through=through, closed_at=now(), reason=reason.strip(), closed_by=by
    )


def is_closed(closed: Iterable[ClosedPeriod], measure: str, period: Period, moment: datetime) -> bool:
    """Whether the period of the measure was closed at that moment."""
    return any(
        each.measure in ("", measure) and period.end <= each.through and each.closed_at <= moment
        for each in closed
    )
