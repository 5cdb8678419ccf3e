"""For whom does somebody stand in today, and where is it written down that a right of theirs was used?

During a leave the deputy holds the absent person's rights beside the own ones, for exactly those days. Nobody
comes to hold together what one person may not hold; where roles changed since, the deputy gets nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from guatu.base import clock
from guatu.kernel.access.models import DeputyAct, Leave
from guatu.kernel.access.naming import person_name
from guatu.kernel.ledger.context import action

READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Cover:
    """A leave in which somebody stands in: for whom, until when, and the roles that come with it."""

    leave: int
    absent: int
    name: str
    last_day: date
    roles: frozenset[str]


@dataclass(slots=True)
class Asking:
    """The request that is being answered, and for whose right it is written down already that it was used."""

    path: str
    writes: bool
    noted: set[tuple[int, str]] = field(default_factory=set)


_asking: ContextVar[Asking | None] = ContextVar("guatu_asking", default=None)


def covers_of(user: AbstractBaseUser) -> tuple[Cover, ...]:
    """For whom the user stands in today, with the names of their roles."""
    leaves = Leave.objects.on(clock.today()).filter(deputy=user.pk, person__is_active=True)
    return tuple(
        Cover(leave.pk, leave.person_id, person_name(leave.person), leave.last_day, _roles_of(leave))
        for leave in leaves.select_related("person").prefetch_related("person__groups").order_by("pk")
    )


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """In the block, the use of a right that comes from standing in is written down, once a request."""
    token = _asking.set(Asking(request.path[:400], request.method not in READING))
    try:
        yield
    finally:
        _asking.reset(token)


def note_use(user: AbstractBaseUser, cover: Cover, need: str) -> None:
    """Writes down that a request that changes something used a right of the absent person."""
    asking = _asking.get()
    if asking is None or not asking.writes or (cover.leave, need) in asking.noted:
        return
    asking.noted.add((cover.leave, need))
    with action("access.act_for_another", by=user) as acting:
        DeputyAct.objects.create(
            leave_id=cover.leave,
            deputy_id=user.pk,
            absent_id=cover.absent,
            need=need,
            request=acting.origin.request,
            path=asking.path,
            at=clock.now(),
        )


def _roles_of(leave: Leave) -> frozenset[str]:
    return frozenset(group.name for group in leave.person.groups.all())
