"""How often may the zone come to one enterprise? Rules with the day from which they hold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kernel.registry.models import Record


class Coming(models.TextChoices):
    """For what somebody comes."""

    VISIT = "visit", _("visit")
    INSPECTION = "inspection", _("inspection")


class Span(models.TextChoices):
    """Over what is counted."""

    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")


class ContactBudget(Record):
    """At most so many visits or inspections of one enterprise in a quarter or a year, from a day on.

    With `each_body` they are counted body by body, else all together. The paper that says so is the source.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    coming = models.CharField(_("what is counted"), max_length=12, choices=Coming.choices)
    most = models.PositiveSmallIntegerField(_("at most"))
    span = models.CharField(_("in each"), max_length=8, choices=Span.choices)
    each_body = models.BooleanField(_("of the same body"), default=False)
    since = models.DateField(_("since"))

    class Meta(Record.Meta):
        verbose_name = _("budget of visits")
        verbose_name_plural = _("budgets of visits")
        indexes: ClassVar[list[models.Index]] = [*Record.Meta.indexes]

    def __str__(self) -> str:
        return self.code
