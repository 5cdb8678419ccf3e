"""Which table does it track? One with the columns of the benchmark's own tables."""

import pghistory
from django.db import models
from django.db.models.functions import Now


@pghistory.track()
class Row(models.Model):
    """A row whose inserts and updates become events, by a trigger a row."""

    name = models.TextField(null=True)
    usc = models.TextField(null=True)
    output = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    growth = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    state = models.TextField(null=True)
    facts = models.JSONField(null=True)
    seen = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "pghistory_row"
