"""Who may do what? One table that people can review; what is not in it is refused."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from guatu.kernel.access.deputies import Cover, note_use
from guatu.kernel.access.roles import SEPARATED, Role, named_roles, why_not_together
from guatu.kernel.access.standing import VIEWED, standing_of

__all__ = [
    "RIGHTS",
    "SEPARATED",
    "Role",
    "may",
    "on_behalf_of",
    "require",
    "require_of",
    "rights_of",
    "rights_of_roles",
    "roles_of",
    "why_not_together",
]

READERS = frozenset({Role.SUPERVISION, Role.STAFF, Role.LEADER, Role.STATISTICS, Role.AUDITOR})
SUPERVISION_ONLY = frozenset({Role.SUPERVISION})
STATISTICS_ONLY = frozenset({Role.STATISTICS})
SECURITY_ONLY = frozenset({Role.SECURITY_ADMIN})
OFFICES = frozenset({Role.SUPERVISION, Role.STAFF})

RIGHTS: Mapping[str, frozenset[Role]] = {
    "plan.view": READERS,
    "plan.review": SUPERVISION_ONLY,
    "plan.publish": SUPERVISION_ONLY,
    "plan.assign": SUPERVISION_ONLY,
    "plan.answer": READERS - {Role.AUDITOR},
    "morning.view": frozenset(Role) - {Role.ENTERPRISE},
    "figures.view": READERS,
    "figures.import": SUPERVISION_ONLY | STATISTICS_ONLY,
    "wall.view": READERS,
    "reports.view": READERS,
    "reports.write": SUPERVISION_ONLY,
    "reports.release": SUPERVISION_ONLY,
    "records.view": READERS,
    "records.edit": OFFICES,
    "fields.personal": OFFICES,
    "fields.commercial": OFFICES | {Role.LEADER},
    "fields.restricted": SUPERVISION_ONLY,
    "visits.edit": OFFICES,
    "documents.view": READERS,
    "documents.add": OFFICES | STATISTICS_ONLY,
    "returns.file": frozenset({Role.ENTERPRISE}),
    # Micro-data serve statistics alone and are shown to nobody else: Statistics Law (2009) art. 25.
    "returns.view": STATISTICS_ONLY,
    "returns.verify": STATISTICS_ONLY,
    "people.view": READERS | SECURITY_ONLY,
    "accounts.manage": SECURITY_ONLY,
    "accounts.view_as": SECURITY_ONLY,
    "jobs.view": frozenset({Role.SYSTEM_ADMIN}),
    "jobs.manage": frozenset({Role.SYSTEM_ADMIN}),
    "ledger.view": frozenset({Role.AUDITOR, Role.SUPERVISION}),
    # Who read closely kept fields, who saw pages as somebody else: the auditor's alone.
    "readings.view": frozenset({Role.AUDITOR}),
    "api.use": READERS,
}


# What stays hidden from who sees the pages as another person: secrets, micro-data, and power over accounts.
HIDDEN_AREAS = ("fields.", "returns.", "readings.", "ledger.", "accounts.", "api.")
SHOWN_IN_VIEWING = frozenset(need for need in RIGHTS if not need.startswith(HIDDEN_AREAS))


def roles_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """The roles that the user holds, without those that come from standing in for somebody."""
    return standing_of(user).roles


def rights_of_roles(roles: frozenset[Role]) -> frozenset[str]:
    """The rights that somebody with these roles has."""
    return frozenset(need for need, holders in RIGHTS.items() if holders & roles)


def rights_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[str]:
    """The rights that the user has today, with those of the people whom the user stands in for."""
    standing = standing_of(user)
    roles = standing.roles.union(*(named_roles(cover.roles) for cover in standing.covers))
    if hasattr(user, VIEWED):
        # Nobody views as system, security or audit, so not as a deputy of theirs either.
        return rights_of_roles(roles - SEPARATED) & SHOWN_IN_VIEWING
    return rights_of_roles(roles)


def may(user: AbstractBaseUser | AnonymousUser, need: str) -> bool:
    """Whether the user has that right; a right that is not in the table is a mistake and raises KeyError."""
    return bool(RIGHTS[need]) and need in rights_of(user)


def on_behalf_of(user: AbstractBaseUser | AnonymousUser, need: str) -> Cover | None:
    """In whose place the user has that right; None where it is the user's own, or not there."""
    standing = standing_of(user)
    if RIGHTS[need] & standing.roles:
        return None
    return next((cover for cover in standing.covers if RIGHTS[need] & named_roles(cover.roles)), None)


def require(user: AbstractBaseUser | AnonymousUser, need: str) -> None:
    """Raises PermissionDenied unless the user has that right; writes down whose it was, if another's."""
    if not may(user, need):
        raise PermissionDenied(_("Your account may not do this (%(need)s).") % {"need": need})
    cover = on_behalf_of(user, need)
    if cover is not None and isinstance(user, AbstractBaseUser):
        note_use(user, cover, need)


def require_of(by: AbstractBaseUser | AnonymousUser | None, need: str) -> None:
    """The same for an action that the installation itself may take too: then there is nobody to ask."""
    if by is not None:
        require(by, need)
