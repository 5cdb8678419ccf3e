"""What can be done about who may do what?"""

from django.contrib.auth.models import AbstractUser, Group

from guatu.base.errors import Refused
from guatu.kernel.access.rights import Role, roles_of, why_not_together
from guatu.kernel.ledger.context import ledgered


@ledgered("access.assign_role")
def assign_role(user: AbstractUser, role: Role, *, by: AbstractUser | None) -> None:
    """Gives the user a role beside those held already; `by` is None only while an installation is set up.

    Refused (`separated`) where one person may not hold them together.
    """
    reason = why_not_together({*roles_of(user), role})
    if reason:
        raise Refused("separated", reason)
    group, _ = Group.objects.get_or_create(name=role.value)
    user.groups.add(group)


@ledgered("access.withdraw_role")
def withdraw_role(user: AbstractUser, role: Role, *, by: AbstractUser | None) -> None:
    """Takes a role away from the user."""
    user.groups.remove(*Group.objects.filter(name=role.value))
