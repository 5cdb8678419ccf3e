"""Which firms are reminded of a return, when, and in which words? Letters say nothing of what is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import override

from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.access.rights import Role
from guatu.kernel.ledger.context import action
from guatu.kernel.mail.actions import send
from guatu.kernel.mail.models import Letter
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.calendar import Due, dues_between
from guatu.zone.statistics.returns.listing import listed_for
from guatu.zone.statistics.returns.models import Return, ReturnState
from guatu.zone.statistics.returns.store import opened_for

BEFORE_DAYS = 2
"""So many days before its deadline a return is asked for."""
LATE_DAYS = (1, 4)
"""So many days after it, a return that is still missing is asked for again."""
LANGUAGE = "zh-hans"

Occasion = Literal["due", "late"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """That a firm is asked for a return, for the first time or again."""

    enterprise_id: int
    due: Due
    occasion: Occasion
    days: int

    @property
    def about(self) -> str:
        """By which its letter is known, so that it is written once."""
        what = f"{self.due.form}:{self.due.period}:{self.enterprise_id}"
        return f"returns.remind:{what}:{self.occasion}{self.days}"


def remind_firms(today: date) -> int:
    """Writes to the accounts of every firm that has to be reminded that day; how many letters.

    A second run on the same day writes none. Firms without an account in the portal are rung up by people:
    `queries.who_is_late` has them.
    """
    users = _users_by_enterprise()
    written = 0
    for reminder in reminders_on(today):
        for user in users.get(reminder.enterprise_id, ()):
            written += _write(reminder, user)
    return written


def reminders_on(today: date) -> Iterator[Reminder]:
    """Who has to be reminded on that day, of what."""
    first, last = today - timedelta(days=max(LATE_DAYS)), today + timedelta(days=BEFORE_DAYS)
    for due in dues_between(first, last):
        days = (today - due.file_by).days
        if days == -BEFORE_DAYS or days in LATE_DAYS:
            occasion: Occasion = "due" if days < 0 else "late"
            for key in _owing(due):
                yield Reminder(key, due, occasion, abs(days))


def _owing(due: Due) -> Iterator[int]:
    """The firms that have not filed."""
    form = version_for(due.form, due.period)
    if form.subject:
        return
    with opened_for(None):
        filed = set(
            Return.objects.filter(form_code=due.form, period=due.period.code)
            .exclude(state__in=(ReturnState.DRAFT, ReturnState.RETURNED))
            .values_list("enterprise_id", flat=True)
        )
    yield from (entity.id for entity in listed_for(form, due.period) if entity.id not in filed)


def _users_by_enterprise() -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    accounts = User.objects.filter(groups__name=Role.ENTERPRISE.value, is_active=True).exclude(email="")
    for user in accounts.order_by("pk"):
        enterprise = own_enterprise(user)
        if enterprise is not None:
            found.setdefault(enterprise, []).append(user)
    return found


def _write(reminder: Reminder, user: User) -> int:
    about = f"{reminder.about}:{user.pk}"
    if Letter.objects.filter(about=about).exists():
        return 0
    form = version_for(reminder.due.form, reminder.due.period)
    with override(LANGUAGE), action("statistics.remind", by=None):
        words = {
            "form": form.name(LANGUAGE),
            "period": reminder.due.period.name_zh,
            "day": reminder.due.file_by.isoformat(),
        }
        if reminder.occasion == "due":
            subject = _("%(form)s for %(period)s is due on %(day)s") % words
        else:
            subject = _("%(form)s for %(period)s was due on %(day)s") % words
        body = _("%(subject)s. Sign in to the portal of the zone to file it.") % {"subject": subject}
        send(user.email, subject, body, about=about)
    return 1
