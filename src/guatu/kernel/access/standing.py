"""As whom does somebody act today: with which roles of the own, and in whose place?

Asked of the database once for each object of an account: a request has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin

from guatu.base import clock
from guatu.kernel.access.deputies import Cover, covers_of
from guatu.kernel.access.roles import Role, named_roles, why_not_together

KEPT = "_guatu_standing"
# On the account of a person as whom somebody else sees the pages: the key of who sees them.
VIEWED = "_guatu_viewed_by"


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles that somebody holds on a day, and for whom the person stands in then."""

    day: date
    roles: frozenset[Role] = frozenset()
    covers: tuple[Cover, ...] = ()


def standing_of(user: AbstractBaseUser | AnonymousUser) -> Standing:
    """As whom the user acts today; nobody signed in, or switched off, acts as anybody."""
    today = clock.today()
    if not isinstance(user, PermissionsMixin) or not user.is_active or not isinstance(user, AbstractBaseUser):
        return Standing(today)
    kept = getattr(user, KEPT, None)
    if isinstance(kept, Standing) and kept.day == today:
        return kept
    roles = named_roles(user.groups.values_list("name", flat=True))
    covers = _together(roles, covers_of(user)) if roles else ()
    found = Standing(today, roles, covers)
    setattr(user, KEPT, found)
    return found


def forget_standing(user: AbstractBaseUser) -> None:
    """Has it asked again: the account's roles, or whom it stands in for, have changed."""
    if hasattr(user, KEPT):
        delattr(user, KEPT)


def _together(roles: frozenset[Role], covers: tuple[Cover, ...]) -> tuple[Cover, ...]:
    """The covers that one may hold beside these roles and one another; who recorded first goes first."""
    held, kept = set(roles), []
    for cover in covers:
        lent = named_roles(cover.roles)
        if not why_not_together(held | lent):
            held |= lent
            kept.append(cover)
    return tuple(kept)
