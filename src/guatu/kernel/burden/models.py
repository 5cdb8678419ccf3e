"""How much was typed? Counts by day, form, and who typed it about whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """What was typed on one day into one form, by one enterprise or by one department's staff.

    `forms` is how often it was handed in, `typed` and `prefilled` are fields, `elements` how often each data
    element was typed. `enterprise_id` is about whom it was, 0 for nobody; `department_id` whose staff typed
    it, 0 for an enterprise's own people and for nobody.
    """

    day = models.DateField(_("day"))
    form = models.CharField(_("form"), max_length=80)
    enterprise_id = models.BigIntegerField(default=0)
    department_id = models.BigIntegerField(default=0)
    by_enterprise = models.BooleanField(_("typed by an enterprise"))
    forms = models.PositiveIntegerField(_("handed in"), default=0)
    typed = models.PositiveIntegerField(_("typed"), default=0)
    prefilled = models.PositiveIntegerField(_("filled in before"), default=0)
    elements = models.JSONField(_("data elements"), default=dict)

    class Meta:
        ordering = ("day", "pk")
        verbose_name = _("count of typed fields")
        verbose_name_plural = _("counts of typed fields")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enterprise_id", "day"], name="tallies_of_an_enterprise"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["day", "form", "enterprise_id", "department_id", "by_enterprise"],
                name="one_tally_a_day",
            ),
            models.CheckConstraint(
                condition=Q(by_enterprise=False) | Q(department_id=0, enterprise_id__gt=0),
                name="an_enterprise_types_for_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.form}: {self.typed}"
