"""What of machinery, accounts and absences waits for somebody, what comes, and what did others do?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.kernel.access.models import Leave, Tenure, Viewing
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.queries import departments_of
from guatu.kernel.access.scopes import scope
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.jobs.queries import says_of
from guatu.surfaces.api.models import Key
from guatu.surfaces.desk.morning.rows import Row, Urgency

AHEAD = timedelta(days=14)
MOST = 100


def failed_jobs(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The jobs that did not succeed and that nobody tried again or put aside."""
    for each in scope(user, Failure).filter(settlement=Settlement.OPEN)[:MOST]:
        yield Row(
            kind="job",
            key=f"job:{each.pk}",
            name=str(says_of(each.name)),
            reason=each.reason.strip().splitlines()[-1][:120] if each.reason.strip() else _("It failed."),
            address=reverse("desk:jobs"),
            since=clock.day_of(each.first_at),
            chip=_("failed job"),
            urgency=Urgency.LATE if each.given_up else Urgency.SOON,
        )


def accounts_without_role(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The people who hold a post and may do nothing yet."""
    at_work = Tenure.objects.on(day).values("person")
    people = scope(user, User).filter(is_active=True, groups=None, pk__in=at_work)
    for person in people.order_by("pk")[:MOST]:
        yield Row(
            kind="account",
            key=f"account:{person.pk}",
            name=person_name(person),
            reason=_("Holds a post, but the account has no role yet."),
            address=reverse("desk:person", args=[person.pk]),
            chip=_("account"),
        )


def keys_expiring(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The keys for programs that soon open nothing any more; the security administrator sees everybody's."""
    keeps_accounts = "accounts.manage" in rights
    seen = scope(user, Key, "accounts.manage" if keeps_accounts else "api.use")
    near = seen.filter(revoked_at=None, expires_on__gt=day, expires_on__lte=day + AHEAD)
    for key in near.select_related("user"):
        yield Row(
            kind="key",
            key=f"key:{key.pk}",
            name=key.name,
            reason=_("This key for programs expires."),
            address=reverse("api:all_keys" if keeps_accounts else "api:about"),
            due=key.expires_on,
            who=person_name(key.user),
            chip=_("key"),
            person=key.user_id,
        )


def leaves(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """Who is away in the coming days: those for whom the user stands in, the user's deputies, colleagues."""
    own = departments_of(user)
    colleagues = Tenure.objects.on(day).filter(post__department__in=own).values("person")
    near = scope(user, Leave).filter(withdrawn_at=None, last_day__gte=day, first_day__lte=day + AHEAD)
    mine = near.filter(Q(deputy=user.pk) | Q(person=user.pk) | Q(person__in=colleagues)).distinct()
    for leave in mine.select_related("person", "deputy").order_by("first_day", "pk"):
        yield Row(
            kind="leave",
            key=f"leave:{leave.pk}",
            name=person_name(leave.person),
            reason=_leave_in_words(leave, user),
            address=reverse("desk:person", args=[leave.person_id]),
            due=max(leave.first_day, day),
            who=person_name(leave.deputy) if leave.deputy else "",
            chip=_("away"),
            urgency=Urgency.SOON if leave.deputy_id == user.pk else Urgency.USUAL,
        )


def _leave_in_words(leave: Leave, user: User) -> str:
    days = {"first": date_format(leave.first_day), "last": date_format(leave.last_day)}
    if leave.deputy_id == user.pk:
        return _("Away from %(first)s to %(last)s; you stand in.") % days
    if leave.deputy is None:
        return _("Away from %(first)s to %(last)s; nobody stands in.") % days
    return _("Away from %(first)s to %(last)s; %(deputy)s stands in.") % {
        **days,
        "deputy": person_name(leave.deputy),
    }


def viewings(user: User, rights: frozenset[str], since: datetime) -> Iterator[Row]:
    """Who saw the pages as another person: for the auditor."""
    for each in scope(user, Viewing).filter(began_at__gt=since).select_related("viewer", "viewed")[:MOST]:
        said = {"viewer": person_name(each.viewer), "viewed": person_name(each.viewed)}
        yield Row(
            kind="viewing",
            key=f"viewing:{each.pk}",
            name=_("%(viewer)s saw the pages as %(viewed)s") % said,
            reason=each.reason,
            address=reverse("desk:viewings"),
            since=clock.day_of(each.began_at),
            chip=_("viewing"),
        )
