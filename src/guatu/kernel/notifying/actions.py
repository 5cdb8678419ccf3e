"""What can be done: tell people something, see it, say how one wants to be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import time

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.ledger.context import Acting, action, ledgered
from guatu.kernel.notices import announce, own_topic
from guatu.kernel.notifying.choosing import (
    Way,
    hours_of,
    preference_of,
    real_moment,
    site_calendar,
    ways,
)
from guatu.kernel.notifying.jobs import mail_due
from guatu.kernel.notifying.kinds import Kind, Pace, Told, kind_of
from guatu.kernel.notifying.models import LANGUAGES, Choice, Notice, Preference
from guatu.kernel.notifying.scheduling import mail_moment
from guatu.kernel.notifying.stopping import read_token


@ledgered("notices.tell")
def notify(
    kind: Kind,
    people: Collection[int],
    *,
    key: str,
    told: Told,
    address: str = "",
    by: Acting | None = None,
) -> int:
    """Tells these people (keys of accounts) something, in the open transaction; how many were told.

    Who acts is not told of the own act, nor is a closed account. What is told again under the same `key`
    before it was seen becomes one notice with its newest words. `address` is the path of a page.
    """
    wanted = set(people) - ({by.pk} if by else set())
    active = set(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    count = 0
    for person, way in sorted(ways(kind, sorted(active)).items(), key=lambda each: each[0]):
        if way.browser or way.mail is not Pace.OFF:
            _tell(person, kind, way, key=key, told=told, address=address)
            count += 1
    return count


def mark_seen(person: User, numbers: Collection[int] | None = None) -> int:
    """Notes that the person saw these notices, or all; how many were new. Others' are not touched."""
    with action("notices.see", by=person):
        own = Notice.objects.filter(person=person, seen_at=None)
        count = (own if numbers is None else own.filter(pk__in=numbers)).update(seen_at=now())
        if count:
            announce(own_topic(person.pk))
        return count


def choose(choices: Mapping[str, tuple[bool, Pace]], *, by: User) -> None:
    """Keeps how the person wants to be told of each kind: in the pages or not, and when by mail."""
    with action("notices.choose", by=by):
        for code, (browser, mail) in sorted(choices.items()):
            if kind_of(code) is None:
                raise Refused("no_kind", _("There is no such kind of notice."))
            Choice.objects.update_or_create(
                person=by, kind=code, defaults={"browser": browser, "mail": mail.value}
            )


def set_hours(
    *, quiet_from: time | None, quiet_until: time | None, working_days: bool, language: str, by: User
) -> Preference:
    """Keeps when the person takes letters, and in which language."""
    if (quiet_from is None) != (quiet_until is None):
        raise Refused("half_quiet", _("Quiet hours have a beginning and an end: give both or neither."))
    if language not in dict(LANGUAGES):
        raise Refused("no_language", _("Letters are written in Chinese or English."))
    with action("notices.set_hours", by=by):
        kept, _made = Preference.objects.update_or_create(
            person=by,
            defaults={
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "working_days": working_days,
                "language": language,
            },
        )
        return kept


def stop_letters(token: str) -> Kind | None:
    """Stops letters of a kind in the name of the person whom the token is of; None for a wrong token."""
    found = read_token(token)
    if found is None:
        return None
    person, kind = found
    choose({kind.code: (ways(kind, [person.pk])[person.pk].browser, Pace.OFF)}, by=person)
    return kind


def _tell(person: int, kind: Kind, way: Way, *, key: str, told: Told, address: str) -> None:
    if not _renew(person, kind, key, told, address):
        at = real_moment()
        mail_at = mail_moment(way.mail, at, hours_of(preference_of(person)), site_calendar())
        try:
            with transaction.atomic():
                Notice.objects.create(
                    person_id=person,
                    kind=kind.code,
                    key=key,
                    params=dict(told),
                    address=address,
                    in_browser=way.browser,
                    happened_at=now(),
                    mail_at=mail_at,
                )
        except IntegrityError:  # another transaction told the same in this very moment
            _renew(person, kind, key, told, address)
        if mail_at is not None and mail_at <= at:
            defer(mail_due)
    announce(own_topic(person))


def _renew(person: int, kind: Kind, key: str, told: Told, address: str) -> bool:
    """Puts the newest words into the notice still unseen; one that was mailed waits for the next morning."""
    same = Notice.objects.filter(person=person, kind=kind.code, key=key, seen_at=None)
    found = same.select_for_update().first()
    if found is None:
        return False
    again = {}
    if found.mailed_at is not None:
        hours = hours_of(preference_of(person))
        morning = mail_moment(Pace.DAILY, real_moment(), hours, site_calendar())
        again = {"mail_at": morning, "mailed_at": None}
    same.update(params=dict(told), address=address, happened_at=now(), times=F("times") + 1, **again)
    return True
