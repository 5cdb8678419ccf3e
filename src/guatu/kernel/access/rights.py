"""Who may do what? One table that people can review; what is not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class Role(StrEnum):
    """As whom somebody works here; the value is the name of the group of users."""

    SUPERVISION = "supervision"  # 督查室: owns the plan
    STAFF = "staff"  # of a department: answers for targets and tasks
    LEADER = "leader"  # looks at the wall
    AUDITOR = "auditor"  # reads everything, changes nothing


READERS = frozenset(Role)
SUPERVISION_ONLY = frozenset({Role.SUPERVISION})
OFFICES = frozenset({Role.SUPERVISION, Role.STAFF})

RIGHTS: Mapping[str, frozenset[Role]] = {
    "plan.view": READERS,
    "plan.review": SUPERVISION_ONLY,
    "plan.publish": SUPERVISION_ONLY,
    "plan.assign": SUPERVISION_ONLY,
    "figures.view": READERS,
    "figures.import": SUPERVISION_ONLY,
    "wall.view": READERS,
    "records.view": READERS,
    "records.edit": OFFICES,
    "fields.personal": OFFICES,
    "fields.commercial": OFFICES | {Role.LEADER},
    "fields.restricted": SUPERVISION_ONLY,
}


def rights_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[str]:
    """Returns the needs that this user's roles satisfy; nobody signed in, or switched off, has none."""
    if not isinstance(user, PermissionsMixin) or not user.is_active:
        return frozenset()
    roles = set(user.groups.values_list("name", flat=True))
    return frozenset(need for need, holders in RIGHTS.items() if holders & roles)


def may(user: AbstractBaseUser | AnonymousUser, need: str) -> bool:
    """Whether the user has that right; a right that is not in the table is a mistake and raises KeyError."""
    return bool(RIGHTS[need]) and need in rights_of(user)


def require(user: AbstractBaseUser | AnonymousUser, need: str) -> None:
    """Raises PermissionDenied unless the user has that right."""
    if not may(user, need):
        raise PermissionDenied(_("Your account may not do this (%(need)s).") % {"need": need})
