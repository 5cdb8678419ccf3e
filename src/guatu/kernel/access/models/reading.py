"""Who read which closely kept fields of which record, and when?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.classes import FieldClass


class Reading(models.Model):
    """Somebody saw the fields of one class of a record: personal once a day, restricted every time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    model = models.CharField(_("kind of record"), max_length=80)
    record = models.CharField(_("record"), max_length=40)
    field_class = models.CharField(
        _("class of fields"), max_length=12, choices=[(each.value, each.value) for each in FieldClass]
    )
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("at"))
    request = models.CharField(max_length=64)
    address = models.CharField(_("address"), max_length=45, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("reading of closely kept fields")
        verbose_name_plural = _("readings of closely kept fields")
        indexes = (
            models.Index(fields=["-at", "-id"], name="readings_newest_first"),
            models.Index(fields=["model", "record"], name="readings_of_a_record"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["person", "model", "record", "day"],
                condition=Q(field_class=FieldClass.PERSONAL.value),
                name="personal_fields_are_told_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.model} {self.record} · {self.field_class}"
