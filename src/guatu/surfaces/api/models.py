"""Which keys open the API, and what was answered to posts that may come again?"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Key(models.Model):
    """A key with which a program acts as a user; only its fingerprint is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    start = models.CharField(_("begins with"), max_length=12)
    may_write = models.BooleanField(_("may write"), default=False)
    created_at = models.DateTimeField(_("created at"))
    expires_on = models.DateField(_("expires on"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.name

    def opens(self, on: date) -> bool:
        """Whether it opens the API on that day."""
        return self.revoked_at is None and on <= self.expires_on


class KeptAnswer(models.Model):
    """The answer to a post under an Idempotency-Key, so that the same post again does nothing twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=b"")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_answer_for_a_key"),)
        indexes = (models.Index(fields=["kept_at"], name="answers_by_age"),)
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
