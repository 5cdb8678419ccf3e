"""Which light did a target show, since when, and why?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.plan.models.plan import Plan
from guatu.plan.models.target import Target
from guatu.plan.tracking.lights import Light


class LightTurn(models.Model):
    """A target shows another light from `judged_at` on; until the next turn it stays.

    Turns are only ever added: the database refuses to change or delete one. `reason_params` keep what the
    sentence was said with, among them the value as it was shown. `judged_at` is the moment that the light is
    of, `recorded_at` when it was written down, which is later where no worker ran. The history outlives a
    target that an amendment takes away.
    """

    target = models.ForeignKey(
        Target, models.DO_NOTHING, db_constraint=False, related_name="light_turns", verbose_name=_("target")
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="light_turns", verbose_name=_("plan"))
    light = models.CharField(_("light"), max_length=12, choices=[(each.value, each.value) for each in Light])
    reason_code = models.CharField(max_length=40)
    reason_params = models.JSONField(default=dict)
    day = models.DateField(_("day"))
    judged_at = models.DateTimeField(_("as of"))
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("judged_at", "pk")
        verbose_name = _("turn of a light")
        verbose_name_plural = _("turns of lights")
        constraints = (
            models.UniqueConstraint(fields=("target", "judged_at"), name="light_once_a_moment"),
            models.CheckConstraint(name="light_known", condition=Q(light__in=[each.value for each in Light])),
        )
        indexes = (models.Index(fields=("plan", "target", "-judged_at"), name="light_turn_latest"),)

    def __str__(self) -> str:
        return f"{self.day} {self.light}"
