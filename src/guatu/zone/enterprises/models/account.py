"""Who signs in for an enterprise?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.zone.enterprises.models.enterprise import Enterprise


class EnterpriseAccount(models.Model):
    """A user who acts for one enterprise, from the day `since` to the day before `until`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enterprise_account")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="accounts")
    title = models.CharField(_("post"), max_length=60, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("enterprise account")
        verbose_name_plural = _("enterprise accounts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="an_account_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"
