"""Who is away from which day until which, who stands in, and what was done in whose place?"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LeaveQuerySet(models.QuerySet["Leave"]):
    """Leaves, by the days on which they last."""

    def on(self, day: date) -> LeaveQuerySet:
        """Those that last on the day."""
        return self.touching(day, day)

    def touching(self, first_day: date, last_day: date) -> LeaveQuerySet:
        """Those that have a day in common with these days."""
        return self.filter(withdrawn_at=None, first_day__lte=last_day, last_day__gte=first_day)


class Leave(models.Model):
    """A person is away; in these days the deputy holds the person's rights and sees the person's departments.

    Why somebody is away is nobody's business here, so there is no field for it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="leaves")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="leaves_covered"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ("-first_day", "-pk")
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        indexes = (models.Index(fields=["deputy", "last_day"], name="leaves_of_a_deputy"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="a_leave_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")), name="nobody_is_the_own_deputy"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.first_day} – {self.last_day}"


class DeputyAct(models.Model):
    """A request in which a deputy used a right of the absent person: which right, to do what.

    The entries of the ledger with this `request` were written on that person's behalf.
    """

    leave = models.ForeignKey(Leave, models.PROTECT, related_name="acts")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    absent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    need = models.CharField(_("right"), max_length=40)
    request = models.CharField(max_length=64, db_index=True)
    path = models.CharField(_("page"), max_length=400)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("act of a deputy")
        verbose_name_plural = _("acts of deputies")

    def __str__(self) -> str:
        return f"{self.deputy} → {self.absent}: {self.need}"
