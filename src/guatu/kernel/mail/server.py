"""Where is the mail server, and how is it spoken to?"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.base.errors import GuatuError

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE_S = 30.0
HOW = gettext_lazy(
    "GUATU_SMTP_URL is smtps://user:password@host:465, smtp+starttls://user:password@host:587 or "
    "smtp://host:25"
)


@dataclass(frozen=True)
class MailServer:
    """A mail server, and as whom to speak to it; `ca` is a file with the authority of an inner network."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    ca: str = ""


def read_server(url: str, *, ca: str = "") -> MailServer | None:
    """The server at that address, None where it is empty; refused where a password would travel openly."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise GuatuError("bad_smtp_url", str(HOW)) from None
    if not parts.hostname:
        raise GuatuError("bad_smtp_url", str(HOW))
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and parts.scheme == "smtp" and not _is_this_machine(parts.hostname):
        raise GuatuError(
            "open_password",
            _("Over smtp:// the password could be read on the way: use smtps:// or smtp+starttls://."),
        )
    return MailServer(parts.scheme, parts.hostname, port, user, password, ca)


@contextmanager
def speak_to(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection on which letters can be handed over; says where it failed when there is none."""
    try:
        smtp = _open(server)
    except (OSError, smtplib.SMTPException) as error:
        raise GuatuError(
            "no_mail_server",
            _("The mail server %(server)s cannot be spoken to: %(why)s")
            % {"server": f"{server.host}:{server.port}", "why": error},
        ) from error
    try:
        yield smtp
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _open(server: MailServer) -> smtplib.SMTP:
    trust = ssl.create_default_context(cafile=server.ca or None)
    if server.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_S, context=trust)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    with ExitStack() as undo:
        undo.callback(smtp.close)
        smtp.ehlo()
        if server.scheme == "smtp+starttls":
            smtp.starttls(context=trust)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        undo.pop_all()
    return smtp


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
