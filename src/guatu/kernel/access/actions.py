"""What can be done about who may do what?"""

from django.contrib.auth.models import AbstractUser, Group

from guatu.kernel.access.rights import Role
from guatu.kernel.ledger.context import ledgered


@ledgered("access.assign_role")
def assign_role(user: AbstractUser, role: Role, *, by: AbstractUser | None) -> None:
    """Gives the user a role beside those held already; `by` is None only while an installation is set up."""
    group, _ = Group.objects.get_or_create(name=role.value)
    user.groups.add(group)
