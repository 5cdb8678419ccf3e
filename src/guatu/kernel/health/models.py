"""Which backups were taken?"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Backup(models.Model):
    """A backup that was written and read again whole. It knows nothing of what became of its file since."""

    taken_at = models.DateTimeField(_("taken at"), db_default=Now())
    file = models.CharField(_("file"), max_length=500)
    size_bytes = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-taken_at", "-pk")
        verbose_name = _("backup")
        verbose_name_plural = _("backups")

    def __str__(self) -> str:
        return self.file
