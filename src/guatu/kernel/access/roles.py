"""As whom does somebody work here, and what may one person not be at once?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


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


def named_roles(names: Iterable[str]) -> frozenset[Role]:
    """The roles of these names; a group of users that is no role gives nothing."""
    known = {role.value for role in Role}
    return frozenset(Role(name) for name in names if name in known)


def why_not_together(roles: Iterable[Role]) -> str:
    """Why nobody may hold all of these roles, in the reader's language; "" where one person may."""
    held = frozenset(roles)
    if len(held & SEPARATED) > 1:
        return _("System, security and audit are kept by three different people.")
    if Role.ENTERPRISE in held and len(held) > 1:
        return _("An account of an enterprise holds no other role.")
    return ""


def role_name(role: Role) -> str:
    """What the role is called, in the reader's language."""
    return {
        Role.SUPERVISION: pgettext("role", "Supervision office"),
        Role.STAFF: pgettext("role", "Department staff"),
        Role.LEADER: pgettext("role", "Leader"),
        Role.STATISTICS: pgettext("role", "Statistics officer"),
        Role.ENTERPRISE: pgettext("role", "Enterprise"),
        Role.SYSTEM_ADMIN: pgettext("role", "System administrator"),
        Role.SECURITY_ADMIN: pgettext("role", "Security administrator"),
        Role.AUDITOR: pgettext("role", "Auditor"),
    }[role]
