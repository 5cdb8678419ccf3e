"""Which inspections (入企检查) was an enterprise put to, by whom and on what ground?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.zone.enterprises.models.appointment import Appointment


class Ground(models.TextChoices):
    """What an inspection is made for; only planned ones are counted against the budget.

    国办发〔2024〕54号: no inspection without a plan but on a complaint, a transferred clue, a finding of
    monitoring, a re-check or an accident.
    """

    PLAN = "plan", _("yearly plan")
    COMPLAINT = "complaint", _("complaint")
    TRANSFERRED = "transferred", _("transferred clue")
    MONITORING = "monitoring", _("found by monitoring")
    RECHECK = "recheck", _("re-check")
    ACCIDENT = "accident", _("accident")


class Inspection(Appointment):
    """An inspection of an enterprise by one body."""

    body = models.CharField(_("inspecting body"), max_length=120)
    matter = models.CharField(_("matter"), max_length=200)
    basis = models.CharField(_("legal basis"), max_length=200)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices, default=Ground.PLAN)
    officers = models.CharField(_("officers with their numbers"), max_length=200, blank=True)
    notice = models.CharField(_("number of the notice"), max_length=60, blank=True)
    result = models.CharField(_("result"), max_length=300, blank=True)

    class Meta(Appointment.Meta):
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
