"""Who changed what in a plan, and how was it before?"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.plan.models.plan import Plan


class Standing(models.TextChoices):
    """Whether a change still holds, and whether it can be undone or done again."""

    APPLIED = "applied", pgettext_lazy("a change", "holds")
    UNDONE = "undone", _("undone")
    PASSED = "passed", _("undone, and others came after")
    SETTLED = "settled", _("fixed by publishing or amending")


class Change(models.Model):
    """One action on a plan: `before` and `after` give the changed fields of every item it touched.

    The keys are item ids ("target-12"); null stands for an item that was not there. `summary` has what a
    sentence about the change needs. `key` is the sender's own name for the post, so that a repeated one does
    nothing twice. Only `standing` is altered later.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=30)
    summary = models.JSONField(default=dict)
    items = ArrayField(models.CharField(max_length=40), default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undoes = models.ForeignKey("self", models.CASCADE, null=True, related_name="undone_by")
    key = models.CharField(max_length=64, blank=True)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.APPLIED)

    class Meta:
        ordering = ("number",)
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="change_number_once_a_plan"),)
        indexes = (models.Index(fields=("plan", "by", "standing", "number"), name="change_stack"),)

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"
