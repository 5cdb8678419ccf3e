"""Which documents took the place of which, and what did that change?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.plan.models.document import PlanDocument
from guatu.plan.models.plan import Plan


class AmendmentState(models.TextChoices):
    """A person sees the difference first, then applies or withdraws it."""

    PREVIEWED = "previewed", _("to look at")
    APPLIED = "applied", _("applied")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Amendment(models.Model):
    """A new document for a plan; `difference` lists every item as unchanged, moved, changed, added, removed.

    `plan_version` is the plan as the difference was seen: it is not applied to a plan that moved on.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="amendments")
    old_document = models.ForeignKey(PlanDocument, models.PROTECT, related_name="amended_by")
    document = models.ForeignKey(PlanDocument, models.PROTECT, related_name="amendments")
    difference = models.JSONField(default=list)
    plan_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.PREVIEWED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = (
            models.CheckConstraint(
                name="amendment_state_known", condition=Q(state__in=AmendmentState.values)
            ),
            models.CheckConstraint(
                name="amendment_applied_with_a_moment",
                condition=~Q(state=AmendmentState.APPLIED) | Q(applied_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} ← {self.document}"
