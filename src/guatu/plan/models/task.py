"""What does a plan say is to be done?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.plan.models.item import AssignedItem
from guatu.plan.models.target import Target


class Task(AssignedItem):
    """A work item: a clause with an action of its own; `checkable` when an outsider could say done or not."""

    checkable = models.BooleanField(_("checkable"), default=False)
    targets = models.ManyToManyField(Target, related_name="tasks", verbose_name=_("targets"))

    class Meta(AssignedItem.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
