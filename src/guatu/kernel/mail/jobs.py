"""Which jobs send letters?"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from guatu.kernel.jobs.declaration import Every, job
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.mail.delivery import deliver_letter, site_server
from guatu.kernel.mail.models import Letter, LetterState

MOST_AT_ONCE = 200


@job("mail.deliver", _("Sends a letter"), attempts=12, limit=timedelta(minutes=5))
def deliver(letter: int) -> None:
    """Sends the letter of that number."""
    deliver_letter(letter)


@job("mail.sweep", _("Sends letters that were left behind"), every=Every(minutes=15))
def sweep() -> None:
    """Asks again for letters that nobody is at: those written before a mail server was set, or restored."""
    if site_server() is None:
        return
    waiting = Letter.objects.filter(state__in=(LetterState.WAITING, LetterState.SENDING)).order_by("pk")
    for number in waiting.values_list("pk", flat=True)[:MOST_AT_ONCE]:
        defer(deliver, letter=number)
