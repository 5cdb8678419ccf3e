"""How do Django's own letters (a forgotten password) go out? Through the outbox like all others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.context import action
from guatu.kernel.mail.actions import send

# Links in them are of use for hours.
GOOD_FOR = timedelta(days=1)


class Outbox(BaseEmailBackend):
    """Django's way to send mail; what it sends may hold a secret, so its text is dropped once it is sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Puts every message into the outbox, one letter an address; returns how many messages there were."""
        with action("mail.write", by=None):
            for message in email_messages:
                _write(message)
        return len(email_messages)


def _write(message: EmailMessage) -> None:
    if message.attachments:
        raise GuatuError("attachment", "letters carry no files: they lead to a page that has them")
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    for address in message.recipients():
        send(
            address,
            str(message.subject),
            str(message.body),
            html=html,
            secret=True,
            good_for=GOOD_FOR,
        )
