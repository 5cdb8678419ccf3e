"""When does somebody of the zone come to an enterprise, and did they?"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.registry.models import Record
from guatu.zone.enterprises.models.enterprise import Enterprise


class AppointmentState(models.TextChoices):
    """Where a visit or an inspection stands."""

    PLANNED = "planned", _("planned")
    MADE = "made", _("made")
    CANCELLED = "cancelled", _("cancelled")


class Appointment(Record):
    """What visits and inspections have in common: planned for a day, then made or cancelled.

    Without a number of its own it gets the next of its year. One over the enterprise's budget has a reason,
    and stands on the list of exceptions.
    """

    number = models.CharField(_("number"), max_length=30, unique=True, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="%(class)ss", verbose_name=_("enterprise")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AppointmentState.choices, default=AppointmentState.PLANNED
    )
    planned_on = models.DateField(_("planned for"))
    made_on = models.DateField(_("made on"), null=True, blank=True)
    made_recorded_at = models.DateTimeField(null=True, editable=False)
    exception_reason = models.CharField(_("why over the budget"), max_length=300, blank=True)

    class Meta(Record.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            *Record.Meta.indexes,
            models.Index(fields=["enterprise", "planned_on"], name="%(class)ss_by_enterprise"),
            models.Index(fields=["made_on"], name="%(class)ss_by_day"),
            models.Index(fields=["enterprise", "made_on"], name="%(class)ss_made_of_whom"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="made", made_on__isnull=False) | ~Q(state="made") & Q(made_on=None),
                name="%(class)s_made_on_a_day",
                violation_error_message=_("What was made has its day, and only that."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.enterprise}"

    @property
    def enterprise_name(self) -> str:
        """The name of the enterprise, for the search."""
        return self.enterprise.name

    @property
    def day(self) -> date:
        """The day on which it counts: when it was made, else when it is planned for."""
        return self.made_on or self.planned_on
