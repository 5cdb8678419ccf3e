"""Which steps of the ladder (入规, 上市) has an enterprise taken, and when?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.zone.enterprises.models.enterprise import Enterprise, Scale


class ScaleSpell(models.Model):
    """An enterprise on the statistics bureau's list from the day `since` to the day before `until`.

    The bureau approves both; nobody declares himself to be above scale.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="scale_spells")
    scale = models.CharField(
        _("statistical scale"),
        max_length=12,
        choices=[choice for choice in Scale.choices if choice[0] != Scale.BELOW],
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("left on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)
    left_source = models.CharField(_("source of the leaving"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    left_recorded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-since", "pk")
        verbose_name = _("time above scale")
        verbose_name_plural = _("times above scale")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None, left_recorded_at=None)
                | Q(until__gt=F("since"), left_recorded_at__isnull=False),
                name="above_scale_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(until=None), name="an_enterprise_is_above_scale_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.get_scale_display()}"


class Stage(models.TextChoices):
    """How far an enterprise is on the way to the stock exchange, in the order of the way."""

    RESERVE = "reserve", _("in reserve")
    RESTRUCTURED = "restructured", _("turned into a company by shares")
    TUTORING = "tutoring", _("tutoring filed")
    TUTORED = "tutored", _("tutoring accepted")
    APPLIED = "applied", _("application accepted")
    INQUIRY = "inquiry", _("answering inquiries")
    COMMITTEE = "committee", _("before the listing committee")
    REGISTERED = "registered", _("registered")
    LISTED = "listed", _("listed")


class ListingStep(models.Model):
    """A stage on the way to the stock exchange, reached on a day, and what stands in the way of the next."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="listing_steps")
    stage = models.CharField(_("stage"), max_length=14, choices=Stage.choices)
    reached_on = models.DateField(_("reached on"))
    board = models.CharField(_("stock exchange"), max_length=60, blank=True)
    obstacle = models.CharField(_("what stands in the way"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        ordering = ("-reached_on", "-pk")
        verbose_name = _("step towards the stock exchange")
        verbose_name_plural = _("steps towards the stock exchange")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enterprise", "stage"], name="a_stage_is_reached_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.get_stage_display()}"
