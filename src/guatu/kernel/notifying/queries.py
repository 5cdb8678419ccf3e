"""What was this person told?"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import QuerySet

from guatu.kernel.access.rights import may
from guatu.kernel.notifying.choosing import Way, ways
from guatu.kernel.notifying.kinds import Kind, all_kinds
from guatu.kernel.notifying.models import Notice

# What lies further back stays in the table; a page shows as much.
MOST_SHOWN = 200


def notices_of(person: AbstractBaseUser | AnonymousUser) -> QuerySet[Notice]:
    """The notices that the person is told in the pages, the newest first; nobody else sees them."""
    return Notice.objects.filter(person=person.pk, in_browser=True)


def unseen_by(person: AbstractBaseUser | AnonymousUser) -> int:
    """How many of them are new."""
    return notices_of(person).filter(seen_at=None).count()


def kinds_for(person: User) -> list[tuple[Kind, Way]]:
    """The kinds that the person can be told, each with the way that was chosen."""
    return [
        (kind, ways(kind, [person.pk])[person.pk])
        for kind in all_kinds()
        if not kind.need or may(person, kind.need)
    ]
