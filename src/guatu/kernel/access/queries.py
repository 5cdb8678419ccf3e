"""Where does somebody work?"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from guatu.kernel.access.models import Membership


def departments_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[int]:
    """The keys of the departments that the user works in."""
    return frozenset(Membership.objects.filter(user=user.pk).values_list("department", flat=True))
