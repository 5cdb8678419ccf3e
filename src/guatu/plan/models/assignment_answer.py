"""What did a department say to an item of the plan: accepted (签收), or returned, and why?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.models import Department
from guatu.plan.models.target import Target
from guatu.plan.models.task import Task


class Said(models.TextChoices):
    """What was said of an assignment; after `asked` the department has to answer once more."""

    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")
    ASKED = "asked", _("asked again")


class AssignmentAnswer(models.Model):
    """One thing said of the assignment of a target or a task to its lead department; the latest holds.

    Answers are only ever added. Without one, and after `asked`, the assignment waits for its department.
    """

    target = models.ForeignKey(Target, models.CASCADE, null=True, related_name="answers")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="answers")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("lead department")
    )
    said = models.CharField(_("answer"), max_length=10, choices=Said.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("answer to an assignment")
        verbose_name_plural = _("answers to assignments")
        constraints = (
            models.CheckConstraint(condition=Q(target=None) ^ Q(task=None), name="an_answer_is_to_one_item"),
            models.CheckConstraint(condition=Q(said__in=Said.values), name="an_answer_is_known"),
            models.CheckConstraint(
                condition=Q(said=Said.ACCEPTED) | ~Q(reason=""), name="a_returned_assignment_says_why"
            ),
        )
        indexes = (
            models.Index(fields=["target", "department", "-at"], name="answers_of_a_target"),
            models.Index(fields=["task", "department", "-at"], name="answers_of_a_task"),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.said}"
