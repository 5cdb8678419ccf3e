"""How does somebody begin and end to see the pages as another?"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.models import Viewing
from guatu.kernel.access.rights import require
from guatu.kernel.access.roles import SEPARATED, named_roles
from guatu.kernel.ledger.context import ledgered

LASTS = timedelta(minutes=30)


@ledgered("access.begin_viewing")
def begin_viewing(viewed: User, reason: str, *, by: User) -> Viewing:
    """Lets `by` see the pages as the other person for half an hour, for a reason that stays on record.

    Refused as oneself, and as one of those who keep system, security or audit: the three stay apart.
    """
    require(by, "accounts.view_as")
    if viewed.pk == by.pk or not viewed.is_active:
        raise Refused("nobody_to_view", _("Choose another person with an account in use."))
    if named_roles(viewed.groups.values_list("name", flat=True)) & SEPARATED:
        raise Refused("separated", _("System, security and audit are kept by three different people."))
    if not reason.strip():
        raise Refused("no_reason", _("Say why you need to see the pages as this person."))
    now = clock.now()
    return Viewing.objects.create(
        viewer=by, viewed=viewed, reason=reason.strip()[:200], began_at=now, ends_at=now + LASTS
    )


@ledgered("access.end_viewing")
def end_viewing(viewing: Viewing, *, by: User | None) -> Viewing:
    """Ends it; one that ran out has ended when it ran out."""
    if viewing.ended_at is None:
        viewing.ended_at = min(clock.now(), viewing.ends_at)
        viewing.save(update_fields=["ended_at"])
    return viewing
