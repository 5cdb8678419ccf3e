"""Which days of the demonstration's year were played in this database?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlayedDay(models.Model):
    """A day of the demonstration that is over: all of it was played, in the transaction of this row.

    `seed` is that of what is left to chance, `happenings` how much happened.
    """

    day = models.DateField(_("day"), unique=True)
    seed = models.BigIntegerField(_("seed of chance"))
    happenings = models.PositiveIntegerField(_("what happened"))

    class Meta:
        ordering: ClassVar[list[str]] = ["day"]
        verbose_name = _("played day")
        verbose_name_plural = _("played days")

    def __str__(self) -> str:
        return self.day.isoformat()
