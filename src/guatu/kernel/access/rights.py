"""Who may do what? One table that people can review; what is not in it is refused."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class Role(StrEnum):
    """As whom somebody works here; the value is the name of the group of users."""

    SUPERVISION = "supervision"  # 督查室: owns the plan
    STAFF = "staff"  # of a department: answers for targets and tasks
    LEADER = "leader"  # looks at the wall
    STATISTICS = "statistics"  # statistics officer: the only one who sees what a single firm reported
    ENTERPRISE = "enterprise"  # of a firm, in the portal: its own firm and nothing else
    SYSTEM_ADMIN = "system_admin"  # 系统管理员: keeps the machinery running
    SECURITY_ADMIN = "security_admin"  # 安全管理员: accounts, roles, posts
    AUDITOR = "auditor"  # 审计管理员: reads everything but micro-data, changes nothing


# 三权分立 (GB/T 22239-2019, 8.1.5): nobody holds two of these.
SEPARATED = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})

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
    "figures.view": READERS,
    "figures.import": SUPERVISION_ONLY | STATISTICS_ONLY,
    "wall.view": READERS,
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
    "ledger.view": frozenset({Role.AUDITOR, Role.SUPERVISION}),
    # Who read closely kept fields, who saw pages as somebody else: the auditor's alone.
    "readings.view": frozenset({Role.AUDITOR}),
    "api.use": READERS,
}


def why_not_together(roles: Iterable[Role]) -> str:
    """Why nobody may hold all of these roles, in the reader's language; "" where one person may."""
    held = frozenset(roles)
    if len(held & SEPARATED) > 1:
        return _("System, security and audit are kept by three different people.")
    if Role.ENTERPRISE in held and len(held) > 1:
        return _("An account of an enterprise holds no other role.")
    return ""


def roles_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """The roles that the user holds; nobody signed in, or switched off, holds none."""
    if not isinstance(user, PermissionsMixin) or not user.is_active:
        return frozenset()
    known = {role.value for role in Role}
    return frozenset(Role(name) for name in user.groups.values_list("name", flat=True) if name in known)


def rights_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[str]:
    """Returns the needs that this user's roles satisfy."""
    roles = roles_of(user)
    return frozenset(need for need, holders in RIGHTS.items() if holders & roles)


def may(user: AbstractBaseUser | AnonymousUser, need: str) -> bool:
    """Whether the user has that right; a right that is not in the table is a mistake and raises KeyError."""
    return bool(RIGHTS[need]) and need in rights_of(user)


def require(user: AbstractBaseUser | AnonymousUser, need: str) -> None:
    """Raises PermissionDenied unless the user has that right."""
    if not may(user, need):
        raise PermissionDenied(_("Your account may not do this (%(need)s).") % {"need": need})
