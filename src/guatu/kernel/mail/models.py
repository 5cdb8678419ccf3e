"""Which letters were written, and what became of each?"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    """What became of a letter."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being handed over")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused")
    UNSURE = "unsure", _("nobody knows whether it was sent")
    EXPIRED = "expired", _("too old to send")


class Letter(models.Model):
    """One letter to one address. Its moments are the database's: mail goes out in real time.

    `secret` letters (a link that sets a password) lose their text once they are sent. `about` says in the
    words of the program what it is about ("statistics.return:12").
    """

    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    html = models.TextField(blank=True)
    about = models.CharField(_("about"), max_length=120, blank=True, db_index=True)
    secret = models.BooleanField(_("secret"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    answer = models.TextField(_("answer of the mail server"), blank=True)
    written_at = models.DateTimeField(_("written at"), db_default=Now())
    good_until = models.DateTimeField(_("of use until"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = (
            models.Index(
                fields=["state"], name="unsent_letters", condition=~models.Q(state=LetterState.SENT)
            ),
        )

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"
