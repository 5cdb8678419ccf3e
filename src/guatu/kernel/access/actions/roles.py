"""How does somebody get a role, and lose it?"""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractUser, Group
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.access.deputies import covers_of
from guatu.kernel.access.roles import Role, named_roles, why_not_together
from guatu.kernel.access.standing import forget_standing
from guatu.kernel.ledger.context import ledgered


@ledgered("access.assign_role")
def assign_role(user: AbstractUser, role: Role, *, by: AbstractUser | None) -> None:
    """Gives the user a role beside those held already; `by` is None only while an installation is set up.

    Refused (`separated`) where one person may not hold them together, (`own_role`) to oneself.
    """
    _refuse_own(user, by)
    # Two assignments at once must see each other: they wait for the account's row.
    type(user)._default_manager.select_for_update().get(pk=user.pk)
    reason = why_not_together({*named_roles(user.groups.values_list("name", flat=True)), role})
    if reason:
        raise Refused("separated", reason)
    user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    forget_standing(user)


@ledgered("access.withdraw_role")
def withdraw_role(user: AbstractUser, role: Role, *, by: AbstractUser | None) -> None:
    """Takes a role away from the user."""
    _refuse_own(user, by)
    user.groups.remove(*Group.objects.filter(name=role.value))
    forget_standing(user)


@ledgered("access.set_roles")
def set_roles(user: AbstractUser, roles: Collection[Role], *, by: AbstractUser | None) -> None:
    """Gives and takes roles until the user holds exactly these; all of it or nothing.

    Accounts of enterprises are opened and closed with their enterprise, so that role stays as it is.
    """
    held = named_roles(user.groups.values_list("name", flat=True))
    for role in sorted(held - frozenset(roles) - {Role.ENTERPRISE}):
        withdraw_role(user, role, by=by)
    for role in sorted(frozenset(roles) - held - {Role.ENTERPRISE}):
        assign_role(user, role, by=by)


def _refuse_own(user: AbstractUser, by: AbstractUser | None) -> None:
    """Nobody gives roles to oneself, nor to the one whom one stands in for today."""
    if by is not None and user.pk in {by.pk, *(cover.absent for cover in covers_of(by))}:
        raise Refused("own_role", _("Nobody changes the own roles; ask another security administrator."))
