"""Which projects and institutions does a plan name?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.plan.models.item import Item


class Stage(models.TextChoices):
    """How far the plan wants a project to come this year."""

    PREPARATION = "preparation", _("preparation")
    ATTRACT = "attract", _("attract")
    LANDING = "landing", _("landing")
    START = "start", _("start")
    CONSTRUCTION = "construction", _("construction")
    COMPLETED = "completed", _("completed")
    IN_OPERATION = "in_operation", _("into operation")
    OPERATE = "operate", _("operate")


class ProjectMention(Item):
    """A project, and the stage that the plan asks for this year."""

    name = models.TextField(_("name"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    deadline = models.CharField(_("deadline as written"), max_length=80, blank=True)

    class Meta(Item.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = (
            *Item.Meta.constraints,
            models.CheckConstraint(name="project_stage_known", condition=Q(stage__in=["", *Stage.values])),
        )


class InstitutionMention(Item):
    """An institution that the plan wants to attract or to see founded here."""

    name = models.TextField(_("name"))

    class Meta(Item.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
