"""How does a letter go out, and never twice?

A mail server cannot be asked whether it has a letter already. So the letter is marked as being handed over in
the last moment before its text is sent, and that mark is on the disk. Whoever finds the mark does not know
whether the server took the letter before the line or the worker died: it is not sent again by itself. A
person may have it sent again from the page of jobs; it keeps its Message-ID, so that a mailbox can tell.
"""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError
from guatu.kernel.jobs.running import Hopeless
from guatu.kernel.ledger.context import action
from guatu.kernel.mail.models import Letter, LetterState
from guatu.kernel.mail.server import MailServer, read_server, speak_to

ACCEPTED = range(200, 300)
FOR_GOOD = range(500, 600)
# What nobody knows anything of is sent again only by a person, who does so by running the job again.
OVER = (LetterState.SENT, LetterState.EXPIRED)
LONGEST_ANSWER = 500


def site_server() -> MailServer | None:
    """The mail server that the settings name, None where there is none."""
    return read_server(settings.SMTP_URL, ca=settings.SMTP_CA)


def deliver_letter(number: int) -> None:
    """Sends the letter if it was not sent; raises when it could not be, Hopeless where no later try can."""
    letter = Letter.objects.get(pk=number)
    server = site_server()
    if letter.state in OVER or server is None:
        return
    if letter.state == LetterState.SENDING:
        _note(letter, LetterState.UNSURE)
        raise _unsure(letter, _("it was being handed over when the worker ended or a backup was restored"))
    if Letter.objects.filter(pk=number, good_until__lt=Now()).exists():
        _note(letter, LetterState.EXPIRED)
        return
    with speak_to(server) as smtp:
        _hand_over(letter, smtp)


def message_of(letter: Letter) -> EmailMessage:
    """The letter as it goes over the line."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.written_at)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def _hand_over(letter: Letter, smtp: smtplib.SMTP) -> None:
    text = message_of(letter).as_bytes()
    _expect(letter, *smtp.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    _expect(letter, *smtp.rcpt(letter.recipient))
    if not _mark(letter):
        return
    try:
        code, answer = _send_text(smtp, text)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        _note(letter, LetterState.UNSURE)
        raise _unsure(letter, _("the line broke: %(why)s") % {"why": error}) from error
    _expect(letter, code, answer)
    _note(letter, LetterState.SENT, answer)


def _mark(letter: Letter) -> bool:
    with action("mail.note_sending", by=None):
        same = Letter.objects.filter(pk=letter.pk, state=letter.state)
        return same.update(state=LetterState.SENDING) == 1  # else another worker is just at it


def _send_text(smtp: smtplib.SMTP, text: bytes) -> tuple[int, bytes | str]:
    try:
        return smtp.data(text)
    except smtplib.SMTPDataError as error:  # the server did not want to see the text
        return error.smtp_code, error.smtp_error


def _expect(letter: Letter, code: int, answer: bytes | str) -> None:
    if code in ACCEPTED:
        return
    told = {"letter": letter.pk, "said": f"{code} {_text(answer)}"}
    if code in FOR_GOOD:
        _note(letter, LetterState.REFUSED, answer)
        raise Hopeless("letter_refused", _("The mail server refused the letter %(letter)d: %(said)s") % told)
    _note(letter, LetterState.WAITING, answer)
    raise GuatuError("not_now", _("The mail server does not take the letter %(letter)d now: %(said)s") % told)


def _note(letter: Letter, state: LetterState, answer: bytes | str = "") -> None:
    with action(f"mail.note_{state}", by=None):
        letter.state = state
        letter.answer = _text(answer)
        if state == LetterState.SENT:
            Letter.objects.filter(pk=letter.pk).update(sent_at=Now())
        if letter.secret and state in OVER:
            letter.body = letter.html = ""
        letter.save(update_fields=["state", "answer", "body", "html"])


def _unsure(letter: Letter, why: str) -> Hopeless:
    said = _("Nobody knows whether the letter %(letter)d was sent (%(why)s). Run the job again to send it.")
    return Hopeless("unsure", said % {"letter": letter.pk, "why": why})


def _text(answer: bytes | str) -> str:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(said.split())[:LONGEST_ANSWER]
