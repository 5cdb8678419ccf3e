"""What is known of an enterprise's economy, from whom, and for what may it be used?

These are not statistical returns: what a firm reported for statistics may serve nothing else (统计法 of 2009,
art. 25). Here stands what the enterprise itself let the zone use for its services, and what other authorities
hand over about it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.zone.enterprises.models.enterprise import Enterprise


class Origin(models.TextChoices):
    """From whom a fact is known."""

    AUTHORISED = "authorised", _("authorised by the enterprise")
    AUTHORITY = "authority", _("another authority")


class EconomicFact(models.Model):
    """One amount of one data element for one period; facts are only added, and the last recorded is the word.

    `scope` says for what the enterprise authorised it; after `allowed_until` it is not used any more.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="facts")
    element = models.CharField(_("data element"), max_length=60)
    period = models.CharField(_("period"), max_length=12)
    period_end = models.DateField(_("end of the period"), editable=False)
    amount = models.DecimalField(_("amount"), max_digits=24, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=40)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    source = models.CharField(_("source"), max_length=120)
    as_of = models.DateField(_("as of"))
    scope = models.CharField(_("authorised for"), max_length=200, blank=True)
    allowed_until = models.DateField(_("authorised until"), null=True, blank=True)
    demonstration = models.BooleanField(_("demonstration data"), default=False, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)

    class Meta:
        ordering = ("-period_end", "element", "-recorded_at", "-pk")
        verbose_name = _("economic fact")
        verbose_name_plural = _("economic facts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["element", "period_end", "enterprise"], name="facts_of_an_element"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(origin="authority") | Q(allowed_until__isnull=False) & ~Q(scope=""),
                name="an_authorisation_has_a_scope_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.period}: {self.quantity}"

    @property
    def quantity(self) -> Quantity:
        """The amount with its unit."""
        return Quantity(self.amount.normalize(), unit(self.unit))

    @property
    def stretch(self) -> Period:
        """The period that it speaks of."""
        return Period.parse(self.period)
