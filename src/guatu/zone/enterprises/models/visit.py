"""Who visited which enterprise (走访), what was asked there, and what became of it?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.base import clock
from guatu.kernel.access.models import Department
from guatu.zone.enterprises.models.appointment import Appointment


class Visit(Appointment):
    """A visit of an enterprise by somebody of the zone."""

    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who visits")
    )
    others = models.CharField(_("with"), max_length=200, blank=True)
    topic = models.CharField(_("what about"), max_length=200)
    findings = models.TextField(_("what was said"), blank=True)

    class Meta(Appointment.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")


class VisitTask(models.Model):
    """A question that an enterprise raised at a visit, for somebody to settle by a day."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="tasks")
    question = models.CharField(_("question"), max_length=300)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("who settles it"),
    )  # fmt: skip
    due = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    answer = models.CharField(_("what was done"), max_length=300, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due", "pk")
        verbose_name = _("question of a visit")
        verbose_name_plural = _("questions of visits")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(done_on=None, answer="") | Q(done_on__isnull=False) & ~Q(answer=""),
                name="what_is_done_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_late(self) -> bool:
        """Whether it is not done and its day is over."""
        return self.done_on is None and self.due < clock.today()
