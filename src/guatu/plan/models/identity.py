"""Which of a plan's targets add up to another one?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.plan.models.plan import Plan
from guatu.plan.models.target import Target


class IdentityState(models.TextChoices):
    """A sum that was found is kept, and checked on every actual, until a person says it is chance."""

    KEPT = "kept", pgettext_lazy("a sum", "kept")
    DISMISSED = "dismissed", _("dismissed as chance")


class Identity(models.Model):
    """A whole that is the sum of its parts, as in 3908 = 2550 + 1358."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="identities")
    whole = models.ForeignKey(Target, models.CASCADE, related_name="identities")
    parts = models.ManyToManyField(Target, related_name="part_of_identities")
    state = models.CharField(max_length=10, choices=IdentityState, default=IdentityState.KEPT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = (
            models.CheckConstraint(name="identity_state_known", condition=Q(state__in=IdentityState.values)),
        )

    def __str__(self) -> str:
        return f"{self.whole} = …"
