"""What has every record of a registry, and what do the registries keep beside their records?"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A row of a registry.

    `provenance` says of each field from which source and as of which day it is known: {field: [source, day]},
    with "" for all fields that are not named. `search_text` is what a search looks through.
    """

    search_text = models.TextField(blank=True, editable=False, default="")
    provenance = models.JSONField(_("sources"), default=dict, editable=False)
    demonstration = models.BooleanField(_("demonstration data"), default=False, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="%(class)s_search")
        ]

    def source_of(self, name: str) -> tuple[str, date | None]:
        """From which source, and as of which day, a field is known."""
        source, day = self.provenance.get(name) or self.provenance.get("") or ("", "")
        return source, date.fromisoformat(day) if day else None


class SavedView(models.Model):
    """Filters, columns and order of a list under a name; whoever has its link may open it."""

    registry = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    for_all = models.BooleanField(_("shown to everybody"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = (
            models.UniqueConstraint(fields=["registry", "created_by", "name"], name="one_saved_view_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("previewed")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")


class RecordImport(models.Model):
    """A table that was handed in for a registry: what it says, what is wrong with it, what became of it.

    `changes` is what undoing takes: [key of the record, its fields before, or null where it is new].
    """

    registry = models.CharField(max_length=60)
    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=120)
    as_of = models.DateField(_("as of"))
    demonstration = models.BooleanField(_("demonstration data"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEWED
    )
    rows = models.JSONField(_("rows"), default=list)
    problems = models.JSONField(_("problems"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    changes = models.JSONField(_("changes"), default=list, encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("applied at"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        verbose_name = _("import of records")
        verbose_name_plural = _("imports of records")
        indexes = (models.Index(fields=["registry", "-created_at"], name="imports_of_a_registry"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="previewed", applied_at=None)
                | models.Q(state="applied", applied_at__isnull=False)
                | models.Q(state="undone", applied_at__isnull=False, undone_at__isnull=False),
                name="a_record_import_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"
