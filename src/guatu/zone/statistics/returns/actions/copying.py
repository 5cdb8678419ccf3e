"""How does an enterprise let the zone use some values of its return?

Micro-data serve statistics alone (统计法 art. 25). What the enterprise itself allows to be copied goes to the
file of the enterprise, a store of its own, with the scope and the day until which it may be used.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.clock import day_of, now, today
from guatu.base.errors import Refused
from guatu.kernel.directory import AuthorisedCopy, KnownValue, keep_copies
from guatu.kernel.ledger.context import action
from guatu.zone.statistics.returns.actions.rows import locked
from guatu.zone.statistics.returns.asking import COPIED
from guatu.zone.statistics.returns.models import CopyConsent, Return, ReturnState
from guatu.zone.statistics.returns.rules.cells import amounts
from guatu.zone.statistics.returns.store import opened_for, require_own


def authorise_copy(
    return_: Return, items: Collection[str], *, scope: str, until: date, by: User
) -> CopyConsent:
    """Copies these items into the file of the enterprise, on its word; only its own account can say so.

    Refused for a return that is not verified, for a day that has passed, without a scope, and for items that
    hold no number.
    """
    require_own(by, return_.enterprise_id)
    if not scope.strip():
        raise Refused("no_scope", _("Say what the copies may be used for."))
    if until < today():
        raise Refused("passed", _("The day until which they may be used has passed."))
    with action("statistics.authorise_copy", by=by), opened_for(by):
        row = locked(return_)
        if row.state not in (ReturnState.VERIFIED, ReturnState.LOCKED):
            raise Refused("not_verified", _("Only a verified return can be copied from."))
        copies = _copies(row, items, scope.strip(), until)
        consent, _is_new = CopyConsent.objects.get_or_create(
            return_copied=row,
            items=sorted(items),
            scope=scope.strip(),
            until=until,
            defaults={"enterprise_id": row.enterprise_id, "given_by": by, "given_at": now()},
        )
    with action("statistics.keep_authorised_copy", by=by):
        keep_copies(copies, by=by)
    return consent


def _copies(row: Return, items: Collection[str], scope: str, until: date) -> list[AuthorisedCopy]:
    known = amounts(row.values)
    lacking = sorted(item for item in items if known.get(item) is None)
    if lacking or not items:
        raise Refused(
            "nothing_to_copy", _("Nothing was reported for: %(items)s.") % {"items": ", ".join(lacking)}
        )
    return [AuthorisedCopy(row.enterprise_id, _value(row, item, known[item]), scope, until) for item in items]


def _value(row: Return, code: str, amount: Decimal | None) -> KnownValue:
    assert amount is not None
    assert row.filed_at is not None
    item = row.form.form.item_of[code]
    source = f"{row.form.form.name_zh} {row.reported_period.name_zh}{COPIED}"
    return KnownValue(item.element, row.reported_period, amount, item.unit, source, day_of(row.filed_at))
