"""Which papers are there, in which versions, and what is known of the bytes of each?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.kernel.access.classes import FieldClass
from guatu.kernel.documents.acceptance import KINDS, FileKind


class PaperKind(models.TextChoices):
    """What a paper is to the office that keeps it."""

    LICENCE = "licence", _("licence or certificate")
    APPLICATION = "application", _("application")
    APPROVAL = "approval", _("approval or reply")
    CONTRACT = "contract", _("contract or agreement")
    REPORT = "report", _("report")
    MINUTES = "minutes", _("minutes")
    STATEMENT = "statement", _("statement or sheet")
    EVIDENCE = "evidence", _("supporting paper")
    PHOTO = "photo", _("photo of the site")
    DRAWING = "drawing", _("drawing")
    OTHER = "other", _("other")


class Kept(models.TextChoices):
    """How closely a paper is kept: the classes of fields, for a whole file."""

    OPEN = FieldClass.OPEN.value, pgettext_lazy("how closely kept", "open")
    INTERNAL = FieldClass.INTERNAL.value, pgettext_lazy("how closely kept", "internal")
    PERSONAL = FieldClass.PERSONAL.value, pgettext_lazy("how closely kept", "personal")
    COMMERCIAL = FieldClass.COMMERCIAL.value, pgettext_lazy("how closely kept", "business secret")
    RESTRICTED = FieldClass.RESTRICTED.value, pgettext_lazy("how closely kept", "restricted")


class Document(models.Model):
    """A paper that belongs to a record of any kind; what it says is in its versions.

    `subject_model` and `subject_id` say to which ("enterprises.enterprise", 17): words, so that the ledger
    tells it to somebody who has only an export. Nothing is deleted: a paper is withdrawn, with a reason.
    """

    # The record itself, where `get_document` found that the reader may see it.
    subject: models.Model

    subject_model = models.CharField(_("kind of record"), max_length=100)
    subject_id = models.BigIntegerField(_("record"))
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind.choices, default=PaperKind.OTHER)
    field_class = models.CharField(
        _("how closely it is kept"), max_length=12, choices=Kept.choices, default=Kept.INTERNAL
    )
    search_text = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_model", "subject_id"], name="documents_of_a_record"),
            models.Index(fields=["-created_at"], name="documents_newest"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="documents_by_title"),
        ]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawal_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawal_reason="")),
                name="a_withdrawal_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None


class DocumentVersion(models.Model):
    """A paper as it was handed in once; never changed.

    The bytes lie on disk under their SHA-256, which the ledger keeps: whoever changes the file cannot change
    what it was. `happened_at` is when the paper came to be, `recorded_at` when it was handed in.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    file_kind = models.CharField(_("kind of file"), max_length=8)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    warnings = models.JSONField(_("warnings"), default=list)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        constraints = (
            models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="versions_count_from_one"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="a_sha256_is_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def kind(self) -> FileKind:
        """The kind of file, as it was found by its content."""
        return KINDS[self.file_kind]


class ReadState(models.TextChoices):
    """Whether the text of a file was read."""

    WAITING = "waiting", _("not read yet")
    READ = "read", _("read")
    NO_TEXT = "no_text", _("no text in it")
    FAILED = "failed", _("could not be read")


class FileReading(models.Model):
    """What was read from bytes, whoever handed them in: made again from the file at any time.

    `sizes` are those of the pages in points, or of a picture in pixels. `text` has a form feed between pages;
    `grams` are the pairs of characters in it, by which a search finds it (`grams.py`).
    """

    sha256 = models.CharField(primary_key=True, max_length=64)
    file_kind = models.CharField(max_length=8)
    sizes = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=ReadState.choices, default=ReadState.WAITING)
    text = models.TextField(blank=True, default="")
    grams = ArrayField(models.CharField(max_length=2), default=list)

    class Meta:
        verbose_name = _("reading of a file")
        verbose_name_plural = _("readings of files")
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["grams"], name="files_by_their_text")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.get_state_display()})"
