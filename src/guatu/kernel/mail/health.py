"""Do letters go out?"""

from __future__ import annotations

from datetime import timedelta

from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guatu.kernel.health.findings import Finding, absent, good, look, worth_a_look
from guatu.kernel.mail.delivery import site_server
from guatu.kernel.mail.models import Letter, LetterState

LATE = timedelta(hours=1)


@look("mail", gettext_lazy("Mail"), order=30)
def letters() -> Finding:
    """Whether letters leave the outbox."""
    waiting = Letter.objects.filter(state=LetterState.WAITING)
    count = waiting.count()
    says = ngettext("%(n)d letter waits.", "%(n)d letters wait.", count) % {"n": count} if count else ""
    if site_server() is None:
        return absent(
            _("No mail server is named. %(letters)s") % {"letters": says},
            _("Set GUATU_SMTP_URL, if letters are to be sent."),
        )
    if waiting.filter(written_at__lt=Now() - LATE).exists():
        return worth_a_look(says, _("See on the page of jobs what the mail server answers."))
    return good(says or _("No letter waits."))
