"""How is it recorded that somebody is away, and that another stands in?"""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.models import Leave
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.rights import may
from guatu.kernel.access.roles import Role, named_roles, why_not_together
from guatu.kernel.access.standing import forget_standing
from guatu.kernel.ledger.context import ledgered

LONGEST = timedelta(days=366)


@ledgered("access.record_leave")
def record_leave(
    person: User, first_day: date, last_day: date, *, by: User | None, deputy: User | None = None
) -> Leave:
    """Records that a person is away in these days; in them the deputy holds the person's rights.

    One records the own leave; a security administrator anybody's. What is refused says why.
    """
    _refuse_unless_theirs(person, by)
    # Two leaves at once must see each other: both wait for the accounts they concern, in one order.
    concerned = [person.pk, *([deputy.pk] if deputy else [])]
    list(User.objects.select_for_update().filter(pk__in=concerned).order_by("pk"))
    _refuse_days(person, first_day, last_day)
    if deputy is not None:
        if by is not None and deputy.pk == by.pk:
            raise Refused("own_deputy", _("Nobody names oneself as the deputy of another."))
        _refuse_deputy(person, deputy, first_day, last_day)
        forget_standing(deputy)
    return Leave.objects.create(
        person=person,
        deputy=deputy,
        first_day=first_day,
        last_day=last_day,
        recorded_by=by,
        recorded_at=clock.now(),
    )


@ledgered("access.end_leave")
def end_leave(leave: Leave, last_day: date, *, by: User | None) -> Leave:
    """Lets a leave end earlier; what the deputy did in its days stays done in the person's place."""
    _refuse_unless_theirs(leave.person, by)
    if leave.withdrawn_at is not None or not leave.first_day <= last_day < leave.last_day:
        raise Refused("bad_day", _("Choose a day of this leave before its last."))
    leave.last_day = last_day
    leave.save(update_fields=["last_day"])
    _forget_deputy(leave)
    return leave


@ledgered("access.withdraw_leave")
def withdraw_leave(leave: Leave, *, by: User | None) -> Leave:
    """Takes a leave back: it gives no right any more; refused once it is over."""
    _refuse_unless_theirs(leave.person, by)
    if leave.last_day < clock.today():
        raise Refused("over", _("This leave is over; it stays on record."))
    if leave.withdrawn_at is None:
        leave.withdrawn_at = clock.now()
        leave.save(update_fields=["withdrawn_at"])
        _forget_deputy(leave)
    return leave


def _forget_deputy(leave: Leave) -> None:
    if leave.deputy is not None:
        forget_standing(leave.deputy)


def _refuse_unless_theirs(person: User, by: User | None) -> None:
    if by is not None and by.pk != person.pk and not may(by, "accounts.manage"):
        said = _("Only the person and a security administrator record a leave.")
        raise Refused("not_theirs", said)


def _refuse_days(person: User, first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise Refused("bad_day", _("The last day lies before the first."))
    if last_day - first_day > LONGEST:
        raise Refused("too_long", _("A leave lasts a year at most."))
    if Leave.objects.touching(first_day, last_day).filter(person=person).exists():
        raise Refused("away_already", _("A leave in these days is on record already."))
    covered = Leave.objects.touching(first_day, last_day).filter(deputy=person).select_related("person")
    for leave in covered:
        said = _("In these days %(name)s relies on this person as deputy. Have another deputy named first.")
        raise Refused("relied_on", said % {"name": person_name(leave.person)})


def _refuse_deputy(person: User, deputy: User, first_day: date, last_day: date) -> None:
    if deputy.pk == person.pk:
        raise Refused("own_deputy", _("Nobody is the own deputy."))
    roles = [named_roles(each.groups.values_list("name", flat=True)) for each in (person, deputy)]
    if not deputy.is_active or not roles[1] or Role.ENTERPRISE in roles[0] | roles[1]:
        raise Refused("no_deputy", _("The deputy must be somebody of the zone with an account in use."))
    _refuse_together(roles[0] | roles[1], deputy, first_day, last_day)
    if Leave.objects.touching(first_day, last_day).filter(person=deputy).exists():
        raise Refused("deputy_away", _("The deputy is away in these days too."))


def _refuse_together(roles: frozenset[Role], deputy: User, first_day: date, last_day: date) -> None:
    """Refuses what one person may not hold, also with what the deputy holds for others in these days."""
    beside = Leave.objects.touching(first_day, last_day).filter(deputy=deputy)
    lent = [named_roles(leave.person.groups.values_list("name", flat=True)) for leave in beside]
    for more in (frozenset[Role](), *lent):
        reason = why_not_together(roles | more)
        if reason:
            raise Refused("separated", reason)
