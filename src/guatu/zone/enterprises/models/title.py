"""Which recognitions has an enterprise, and from when to when do they hold?"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.zone.enterprises.models.enterprise import Enterprise


class Title(models.Model):
    """A recognition of an enterprise (高新技术企业 …) with the days from and to which it holds."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="titles")
    name = models.CharField(_("title"), max_length=80)
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, editable=False)

    class Meta:
        ordering = ("-valid_from", "pk")
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_title_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return self.name
