"""Who saw the pages as another person sees them, why, and from when until when?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Viewing(models.Model):
    """A security administrator sees the pages as somebody else, to help: nothing can be written meanwhile.

    It ends when it is ended, and at `ends_at` at the latest.
    """

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    viewed = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    began_at = models.DateTimeField(_("began at"))
    ends_at = models.DateTimeField(_("ends at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ("-began_at", "-pk")
        verbose_name = _("viewing as another person")
        verbose_name_plural = _("viewings as another person")
        constraints = (
            models.CheckConstraint(condition=~Q(viewer=F("viewed")), name="nobody_views_as_oneself"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_viewing_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.viewer} → {self.viewed}"
