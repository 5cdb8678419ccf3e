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


class Pin(models.Model):
    """A saved view that somebody keeps as a card on the own desk, in the order of `place`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pins")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="pins")
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        ordering = ("place", "pk")
        verbose_name = _("pinned list")
        verbose_name_plural = _("pinned lists")
        constraints = (models.UniqueConstraint(fields=["person", "view"], name="one_pin_a_view"),)

    def __str__(self) -> str:
        return f"{self.place} {self.view}"


class PinCount(models.Model):
    """How many records a pinned list had for its person at the end of a day; noted every night."""

    pin = models.ForeignKey(Pin, models.CASCADE, related_name="counts")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("count of a pinned list")
        verbose_name_plural = _("counts of pinned lists")
        constraints = (models.UniqueConstraint(fields=["pin", "day"], name="one_count_a_day"),)

    def __str__(self) -> str:
        return f"{self.pin_id} {self.day} {self.count}"


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


class Verdict(models.TextChoices):
    """What somebody decided of two records that may be one."""

    OPEN = "open", _("to decide")
    DIFFERENT = "different", _("two different ones")
    SAME = "same", _("one and the same")


class Likeness(models.Model):
    """Two records of a registry that may be one and the same, why, and what was decided.

    Of one and the same, `duplicate` is the record that now points to the other; it stays, and is not listed.
    """

    registry = models.CharField(max_length=60)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    reasons = models.JSONField(_("reasons"), default=list)
    score = models.PositiveSmallIntegerField(_("likeness"))
    found_at = models.DateTimeField(_("found at"))
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    duplicate = models.BigIntegerField(_("duplicate"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        indexes = (models.Index(fields=["registry", "verdict", "-score", "id"], name="likenesses_to_decide"),)
        constraints = (
            models.UniqueConstraint(fields=["registry", "one", "other"], name="one_likeness_a_pair"),
            models.UniqueConstraint(fields=["registry", "duplicate"], name="a_duplicate_points_to_one"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="a_likeness_has_an_order"
            ),
            models.CheckConstraint(
                condition=(models.Q(duplicate=None) & ~models.Q(verdict="same"))
                | (
                    models.Q(verdict="same", duplicate__isnull=False)
                    & (models.Q(duplicate=models.F("one")) | models.Q(duplicate=models.F("other")))
                ),
                name="only_the_same_has_a_duplicate",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="open", decided_at=None)
                | (~models.Q(verdict="open") & models.Q(decided_at__isnull=False)),
                name="a_decided_likeness_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.registry} {self.one} – {self.other} ({self.get_verdict_display()})"

    @property
    def kept(self) -> int | None:
        """The record that the duplicate points to; None where nothing points."""
        if self.duplicate is None:
            return None
        return self.one if self.duplicate == self.other else self.other


class PublicFile(models.Model):
    """What everybody may take along of a registry, as it was on one day; a later one does not change it.

    The row is ledgered like any other, so a proof of its entry proves the file by its hash.
    """

    registry = models.CharField(max_length=60)
    number = models.PositiveIntegerField(_("number"))
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(max_length=64)
    schema = models.JSONField(_("schema"))
    rows = models.PositiveIntegerField(_("rows"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("public file")
        verbose_name_plural = _("public files")
        constraints = (
            models.UniqueConstraint(fields=["registry", "number"], name="one_public_file_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.registry}-{self.number}.csv"
