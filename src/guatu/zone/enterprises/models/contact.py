"""With whom at an enterprise does one talk?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.zone.enterprises.models.enterprise import Enterprise


class Contact(models.Model):
    """Somebody at an enterprise to talk to."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="contacts")
    name = models.CharField(_("contact"), max_length=60)
    post = models.CharField(_("post"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    source = models.CharField(_("source"), max_length=120)
    as_of = models.DateField(_("as of"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name
