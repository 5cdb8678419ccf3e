"""Which plans are there, and how far has each come?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.plan.models.document import PlanDocument


class PlanState(models.TextChoices):
    """A plan is reviewed by people first; once published it is followed."""

    REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")


class Plan(models.Model):
    """A year's plan: what was read from its document, as people confirmed or corrected it.

    `reading` keeps what the reader said beside the items: {"warnings": [{code, start, end, message}],
    "dropped": [{start, end, reason}], "traps": [quantities that are no targets, with polarity and reason]}.
    `version` counts every change of the plan or of one of its items.
    """

    title = models.CharField(pgettext_lazy("of a plan", "title"), max_length=300)
    year = models.PositiveIntegerField(_("year"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=PlanState, default=PlanState.REVIEW)
    document = models.OneToOneField(PlanDocument, models.PROTECT, related_name="plan")
    reading = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    demonstration = models.BooleanField(_("demonstration data"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)

    class Meta:
        ordering = ("-year", "-created_at")
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = (
            models.CheckConstraint(name="plan_state_known", condition=Q(state__in=PlanState.values)),
            models.CheckConstraint(
                name="plan_published_with_a_moment",
                condition=~Q(state=PlanState.PUBLISHED) | Q(published_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title
