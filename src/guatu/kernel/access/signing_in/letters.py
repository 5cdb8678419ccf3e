"""What is written to people about their accounts?

Letters go through the outbox: the answer to somebody who forgot a password takes as long whether the address
is known or not. They are secret, so their text goes when they are sent.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.kernel.access.naming import person_name
from guatu.kernel.mail.actions import send

# News of a change are of use for longer than the link in a letter.
NEWS_GOOD_FOR = timedelta(days=3)


def can_write() -> bool:
    """Whether the installation has a mail server (`GUATU_SMTP_URL`)."""
    return bool(settings.SMTP_URL)


def send_reset_link(user: User, url: str) -> None:
    """Writes the link with which a new password is chosen, once and within the hour."""
    text = _(
        "%(name)s,\n\n"
        "somebody, probably you, wants to choose a new password for the account %(account)s in Guatu.\n"
        "This address opens the page for it, once, within %(minutes)d minutes:\n\n"
        "%(url)s\n\n"
        "If it was not you, do nothing: your password stays as it is."
    )
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    facts = {"name": person_name(user), "account": user.get_username(), "minutes": minutes, "url": url}
    good_for = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    _write(user, _("Guatu: choose a new password"), text % facts, good_for)


def tell_of_change(user: User, what: str) -> None:
    """Tells the person that something about the account's safety changed, where there is a way to."""
    if not (can_write() and user.email):
        return
    text = _(
        "%(name)s,\n\n"
        "something changed in your account %(account)s in Guatu: %(what)s.\n\n"
        "If it was not you, tell the security administrator now."
    )
    facts = {"name": person_name(user), "account": user.get_username(), "what": what}
    _write(user, _("Guatu: your account was changed"), text % facts, NEWS_GOOD_FOR)


def _write(user: User, subject: str, text: str, good_for: timedelta) -> None:
    send(user.email, subject, text, about=f"account:{user.pk}", secret=True, good_for=good_for, by=user)
