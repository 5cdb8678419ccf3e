"""When did somebody mark the morning as seen?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MorningMark(models.Model):
    """A person said to have seen what turned until `at`; a mark that was taken back does not count."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="morning_marks")
    at = models.DateTimeField(_("at"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("mark of a morning")
        verbose_name_plural = _("marks of mornings")
        indexes = (models.Index(fields=["person", "-at"], name="marks_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.person} {self.at:%Y-%m-%d %H:%M}"
