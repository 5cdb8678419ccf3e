"""Why did a job not succeed, and what became of that?"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Settlement(models.TextChoices):
    """What became of a failure."""

    OPEN = "", _("open")
    SUCCEEDED = "succeeded", _("succeeded later")
    RETRIED = "retried", _("started again")
    DISMISSED = "dismissed", _("dismissed")


class Failure(models.Model):
    """A key whose last run did not succeed: one open row a key, however often it is tried.

    Its moments are the database's, because jobs run in real time whatever day the zone lives in. `next_at` is
    empty when nobody tries again by himself.
    """

    key = models.TextField(_("key"))
    name = models.CharField(_("job"), max_length=128)
    job = models.BigIntegerField(_("number"), db_index=True)
    reason = models.TextField(_("reason"))
    traceback = models.TextField(_("where"), blank=True)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField(_("first"), db_default=Now())
    last_at = models.DateTimeField(_("last"), db_default=Now())
    next_at = models.DateTimeField(_("tried again at"), null=True)
    settlement = models.CharField(
        _("what became of it"), max_length=10, choices=Settlement.choices, blank=True
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by")
    )

    class Meta:
        ordering = ("-last_at", "-pk")
        verbose_name = _("failure")
        verbose_name_plural = _("failures")
        constraints = (
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(settlement=""), name="one_open_failure_a_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"

    @property
    def given_up(self) -> bool:
        """Whether nothing happens until somebody does something."""
        return self.settlement == Settlement.OPEN and self.next_at is None
