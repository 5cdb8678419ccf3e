"""Who works where, and for whom did somebody act?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from guatu.base import clock
from guatu.kernel.access.models import DeputyAct, Tenure
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.standing import standing_of

Person = AbstractBaseUser | AnonymousUser


def departments_of(user: Person) -> frozenset[int]:
    """The keys of the departments that the user works in today, or stands in for somebody in."""
    people = [user.pk, *(cover.absent for cover in standing_of(user).covers)]
    tenures = Tenure.objects.on(clock.today()).filter(person__in=people)
    return frozenset(tenures.values_list("post__department", flat=True))


def own_department(user: Person, on: date | None = None) -> int | None:
    """The key of the department of the user's first post on that day; None for who holds none."""
    tenures = Tenure.objects.on(on or clock.today()).filter(person=user.pk)
    return tenures.values_list("post__department", flat=True).first()


def works_for_the_zone(user: Person) -> bool:
    """Whether the user holds a post, or will."""
    return Tenure.objects.filter(person=user.pk).exclude(until__lt=clock.today()).exists()


Asked = tuple[str, int | None]  # the number of a request, which whoever asks may choose, and who asked


def acted_for(requests: Iterable[Asked]) -> dict[Asked, str]:
    """For each request in which its actor acted in another's place, in whose."""
    wanted = {(number, actor) for number, actor in requests if number}
    numbers = {number for number, _actor in wanted}
    acts = DeputyAct.objects.filter(request__in=numbers).select_related("absent")
    own = {(act.request, act.deputy_id): person_name(act.absent) for act in acts}
    return {asked: own[asked] for asked in wanted if asked in own}
