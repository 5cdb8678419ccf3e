"""How does an enterprise come into a group of companies, and how does it leave?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.zone.enterprises.models import Enterprise, Group, GroupMember


def join_group(
    group: Group,
    *,
    enterprise: Enterprise,
    since: date,
    by: User | None,
    source: str,
    share: Decimal | None = None,
) -> GroupMember:
    """Notes that an enterprise belongs to the group from that day; refused while it is in another."""
    standing = GroupMember.objects.filter(enterprise=enterprise, until=None).select_related("group").first()
    if standing is not None:
        sentence = _("%(enterprise)s is in the group %(group)s since %(day)s. Note first that it left.")
        words = {"enterprise": enterprise, "group": standing.group, "day": standing.since}
        raise Refused("in_a_group", sentence % words)
    if share is not None and not 0 <= share <= 100:
        raise Refused("no_share", _("A share lies between 0 and 100 %."))
    with action("enterprises.join_group", by=by):
        return GroupMember.objects.create(
            group=group, enterprise=enterprise, share=share, since=since, source=source
        )


def leave_group(member: GroupMember, *, by: User | None, on: date | None = None) -> GroupMember:
    """Notes the day from which the enterprise is no more of the group, today if not given."""
    day = on or clock.today()
    if member.until is not None:
        return member
    if day <= member.since:
        raise Refused("ends_before", _("It cannot leave before it came, on %(day)s.") % {"day": member.since})
    with action("enterprises.leave_group", by=by):
        member.until = day
        member.save(update_fields=["until"])
    return member


def take_out(member: GroupMember, *, by: User | None) -> None:
    """Ends a membership with today; one noted for today or later was a mistake, and goes."""
    if member.since < clock.today():
        leave_group(member, by=by)
        return
    with action("enterprises.leave_group", by=by):
        member.delete()
