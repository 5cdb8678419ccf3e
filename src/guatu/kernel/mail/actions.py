"""How is a letter written?"""

from __future__ import annotations

from datetime import timedelta
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.ledger.context import Acting, ledgered
from guatu.kernel.mail.jobs import deliver
from guatu.kernel.mail.models import Letter

USUALLY_GOOD_FOR = timedelta(days=7)
LONGEST_SUBJECT = 300


@ledgered("mail.write")
def send(
    to: str,
    subject: str,
    body: str,
    *,
    about: str = "",
    html: str = "",
    secret: bool = False,
    good_for: timedelta = USUALLY_GOOD_FOR,
    by: Acting | None = None,
) -> Letter:
    """Puts a letter into the outbox, in the open transaction; a job sends it soon after the commit.

    A letter that could not be sent within `good_for` is not sent any more. Refuses what is no address.
    """
    letter = Letter.objects.create(
        message_id=make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]),
        recipient=_checked(to),
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=body,
        html=html,
        about=about,
        secret=secret,
        good_until=Now() + good_for,
    )
    defer(deliver, letter=letter.pk)
    return letter


def _checked(address: str) -> str:
    try:
        validate_email(address)
        address.encode("ascii")
    except (ValidationError, UnicodeEncodeError):
        raise Refused("no_address", _("“%(text)s” is no mail address.") % {"text": address}) from None
    return address
