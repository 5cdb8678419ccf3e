"""Which cranes work in the zone?"""

from django.db import models

from guatu.kernel.registry.models import Record

KINDS = [("tower", "tower crane"), ("bridge", "bridge crane")]


class Crane(Record):
    """A crane that must be inspected every two years."""

    name = models.CharField("name", max_length=80)
    number = models.CharField("registration number", max_length=20, unique=True)
    kind = models.CharField("kind", max_length=10, choices=KINDS)
    lifts_t = models.DecimalField("load", max_digits=8, decimal_places=2, null=True, blank=True)
    inspected_on = models.DateField("inspected on", null=True, blank=True)
    keeper_phone = models.CharField("phone of its keeper", max_length=20, blank=True)
    longitude = models.DecimalField("longitude", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("latitude", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = "crane"
        verbose_name_plural = "cranes"

    def __str__(self) -> str:
        return self.name
