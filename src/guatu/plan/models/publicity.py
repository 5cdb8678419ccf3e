"""Which targets does everybody see, why, and who decided that?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.plan.models.target import Target


class Publicity(models.Model):
    """Somebody decided that a target is shown to everybody, or is not; without it the usual holds."""

    target = models.OneToOneField(Target, models.CASCADE, related_name="publicity", verbose_name=_("target"))
    shown = models.BooleanField(_("shown to everybody"))
    reason = models.CharField(_("reason"), max_length=200)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("publicity of a target")
        verbose_name_plural = _("publicity of targets")
        constraints = (
            models.CheckConstraint(name="publicity_with_a_reason", condition=~models.Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.target_id} {self.shown}"
