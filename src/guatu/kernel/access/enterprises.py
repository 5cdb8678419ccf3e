"""For which enterprise does somebody act? The trade that keeps enterprises answers; here it is only asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from guatu.base.errors import GuatuError

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

Owner = Callable[[int], int | None]
"""From the key of a user to the key of the enterprise for which the user acts today; None for all others."""

_providers: list[Owner] = []


def register_owner(provider: Owner) -> None:
    """Makes known who answers; a second one is refused, because a user acts for one enterprise at most."""
    if provider in _providers:
        return
    if _providers:
        raise GuatuError("owner_registered_twice", "somebody else tells already for whom a user acts")
    _providers.append(provider)


def own_enterprise(user: AbstractBaseUser | AnonymousUser) -> int | None:
    """The key of the enterprise that the user acts for today; None for staff, strangers, closed accounts."""
    if not user.is_authenticated or not user.is_active or user.pk is None or not _providers:
        return None
    return _providers[0](int(user.pk))
