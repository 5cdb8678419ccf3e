"""How is a plan divided: parts, lines of work, sub-headings, topics?"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.plan.models.plan import Plan


class SectionType(models.TextChoices):
    """The ranks of headings, from wide to narrow."""

    PART = "part", _("part")
    LINE = "line", _("line of work")
    SUB_HEADING = "sub_heading", _("sub-heading")
    TOPIC = "topic", _("topic")


class Section(models.Model):
    """A heading with what it governs: [start, end) is heading and body together."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    ref = models.CharField(max_length=40)
    type = models.CharField(max_length=12, choices=SectionType)
    label = models.CharField(max_length=40, blank=True)
    title = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    title_start = models.PositiveIntegerField(null=True)
    title_end = models.PositiveIntegerField(null=True)
    order = models.PositiveIntegerField()
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children")

    class Meta:
        ordering = ("order",)
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = (
            models.UniqueConstraint(fields=("plan", "ref"), name="section_ref_once_a_plan"),
            models.CheckConstraint(name="section_span", condition=Q(start__lte=F("end"))),
        )

    def __str__(self) -> str:
        return f"{self.label}{self.title}"
