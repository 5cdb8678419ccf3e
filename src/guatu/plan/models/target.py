"""What does a plan promise in figures?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.plan.models.item import AssignedItem


class TargetKind(models.TextChoices):
    """What sort of figure a target is."""

    LEVEL = "level", _("amount reached")
    COUNT = "count", _("number of things")
    INCREMENT = "increment", _("amount added")
    GROWTH = "growth", _("growth")
    REDUCTION = "reduction", _("reduction")
    RATIO = "ratio", _("share or rate")


class Comparator(models.TextChoices):
    """How the actual must stand to the value; `range` reaches from `value` to `value_hi`."""

    EQUAL = "=", "="
    AT_LEAST = ">=", "≥"
    AT_MOST = "<=", "≤"
    ABOVE = ">", ">"
    BELOW = "<", "<"
    ABOUT = "~", "≈"
    RANGE = "range", "–"


class Target(AssignedItem):
    """A figure that the plan commits to for its year.

    `value` is as written in `unit`; `value_norm` = value × scale in `unit_norm` (亿元 → CNY × 1e8).
    `measure` is the code of the measure that its actuals come from; it counts only once confirmed. A target
    that cannot be computed is either given a measure or parked, with the reason in `parked_reason`.
    """

    subject = models.TextField(_("subject"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=TargetKind)
    comparator = models.CharField(_("comparator"), max_length=5, choices=Comparator, default=Comparator.EQUAL)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6, null=True)
    value_hi = models.DecimalField(_("upper value"), max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    unit_norm = models.CharField(max_length=60, blank=True)
    scale = models.DecimalField(max_digits=24, decimal_places=9, default=1)
    value_norm = models.DecimalField(max_digits=36, decimal_places=9, null=True)
    value_hi_norm = models.DecimalField(max_digits=36, decimal_places=9, null=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="parts", verbose_name=_("part of")
    )
    scope = models.TextField(_("scope"), blank=True)
    modality = models.CharField(_("modality"), max_length=20, blank=True)
    implicit = models.BooleanField(_("without a numeral"), default=False)
    measure = models.CharField(_("measure"), max_length=80, blank=True)
    measure_confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    measure_confirmed = models.BooleanField(default=False)
    parked_reason = models.TextField(_("parked because"), blank=True)

    class Meta(AssignedItem.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = (
            *AssignedItem.Meta.constraints,
            models.CheckConstraint(
                name="target_confirms_some_measure", condition=Q(measure_confirmed=False) | ~Q(measure="")
            ),
            models.CheckConstraint(name="target_kind_known", condition=Q(kind__in=TargetKind.values)),
            models.CheckConstraint(
                name="target_comparator_known", condition=Q(comparator__in=Comparator.values)
            ),
        )
        indexes = (models.Index(fields=("measure",), condition=~Q(measure=""), name="target_by_measure"),)
