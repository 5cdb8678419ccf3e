"""Which file was handed in, byte by byte?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanDocument(models.Model):
    """A plan as a file: kept for ever as it came, also after an amended one took its place.

    `text` is what was decoded or extracted from it; all offsets of the plan's items count in `text`.
    """

    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("content"))
    content_type = models.CharField(_("content type"), max_length=100)
    text = models.TextField(_("text"))
    text_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("plan document")
        verbose_name_plural = _("plan documents")

    def __str__(self) -> str:
        return self.name
