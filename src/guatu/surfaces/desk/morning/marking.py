"""How does somebody say that what turned was seen, and take that back?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.surfaces.desk.models import MorningMark


def mark_seen(*, by: User) -> MorningMark:
    """From now on the morning tells what turns after this moment."""
    with action("desk.mark_seen", by=by):
        return MorningMark.objects.create(person=by, at=clock.now())


def take_mark_back(mark: MorningMark, *, by: User) -> None:
    """The morning tells again what turned since the mark before."""
    if mark.person_id != by.pk:
        raise Refused("not_yours", _("This mark is somebody else's."))
    with action("desk.take_mark_back", by=by):
        mark.taken_back_at = clock.now()
        mark.save(update_fields=["taken_back_at"])
