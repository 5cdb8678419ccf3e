"""By which other ways does somebody act as an account without signing in, and how are they shut?

Keys of the API are such a way. Whoever offers one says here how it is shut: the kernel does not know it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Shutter: TypeAlias = "Callable[[User], int]"
_shutters: dict[str, Shutter] = {}


def declare_way_in(name: str, shutter: Shutter) -> None:
    """Says how a way is shut: `shutter` shuts all of an account, within an action, and says how many."""
    _shutters[name] = shutter


def shut_ways_in(user: User) -> int:
    """Shuts every way into the account but signing in; returns how many keys and the like were open."""
    return sum(shutter(user) for shutter in _shutters.values())
