"""Which reports were made, from what, and which numbers stand in them?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.plan.models import Plan
from guatu.plan.reports.kinds import KIND_CHOICES, ReportKind, Span, span_of


class ReportState(models.TextChoices):
    """A report is a draft until a person releases it; a released one stays as it is."""

    DRAFT = "draft", pgettext_lazy("of a report", "draft")
    RELEASED = "released", pgettext_lazy("of a report", "released")
    DISCARDED = "discarded", pgettext_lazy("of a report", "discarded")


class FileForm(models.TextChoices):
    """What a report is handed out as."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"
    CSV = "csv", "CSV"


class TemplateVersion(models.Model):
    """A Word template as it was handed in once; without content it is the built-in one again."""

    content = models.BinaryField(_("content"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("handed in at"))

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")

    def __str__(self) -> str:
        return self.name or self.sha256[:8]


class Wording(models.Model):
    """What the zone says itself in its reports, from a moment on; the newest row holds, older ones stay.

    `passages` gives for a kind of report its passages in their order. `recipients` are mail addresses, one a
    line, to whom a released report is announced.
    """

    issuer = models.CharField(_("issuing body"), max_length=120, blank=True)
    head = models.CharField(_("red head"), max_length=120, blank=True)
    symbol = models.CharField(_("symbol of the document number"), max_length=40, blank=True)
    addressee = models.CharField(_("addressed to"), max_length=200, default="各部门、各有关单位")
    opening = models.TextField(_("text before"), blank=True)
    closing = models.TextField(_("text after"), blank=True)
    copied_to = models.CharField(_("copied to"), max_length=300, blank=True)
    printed_by = models.CharField(_("printed by"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    recipients = models.TextField(_("recipients by mail"), blank=True)
    passages = models.JSONField(_("passages"), default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("set at"))

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("wording of reports")
        verbose_name_plural = _("wordings of reports")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class Report(models.Model):
    """One report, as it was known at `known_at`; `content` is what all its files are made from.

    `code` is the beginning of the codes of its numbers. `number` counts the released ones of a year.
    `compared` is the released report of the same time that it says the revisions against.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=12, choices=KIND_CHOICES)
    span = models.CharField(_("time"), max_length=12)
    known_at = models.DateTimeField(_("as known at"))
    code = models.CharField(_("code"), max_length=5, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    number = models.PositiveIntegerField(_("number"), null=True)
    content = models.JSONField(default=dict)
    template = models.ForeignKey(TemplateVersion, models.PROTECT, null=True, related_name="reports")
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, related_name="reports")
    compared = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("released at"), null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(
                name="report_kind_known", condition=Q(kind__in=[k.value for k in ReportKind])
            ),
            models.CheckConstraint(
                name="report_released_with_a_moment",
                condition=~Q(state=ReportState.RELEASED) | Q(released_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("plan", "kind", "span"), name="report_by_time"),)

    def __str__(self) -> str:
        return f"{self.span_of_time.name_zh} {self.get_kind_display()}"

    @property
    def span_of_time(self) -> Span:
        """What it speaks of."""
        return span_of(ReportKind(self.kind), self.span)

    @property
    def title(self) -> str:
        """Its title as it is printed."""
        frame = self.content.get("frame", {})
        return str(frame.get("title", "")).replace("\n", "")


class ReportFile(models.Model):
    """The bytes of a report in one form, at one state of it; the database itself refuses to change them."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    form = models.CharField(_("form"), max_length=4, choices=FileForm)
    state = models.CharField(_("state"), max_length=10, choices=ReportState)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("size"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        constraints = (
            models.UniqueConstraint(fields=("report", "form", "state"), name="report_file_once_a_state"),
        )

    def __str__(self) -> str:
        return f"{self.report_id}.{self.form}"


class ReportNumber(models.Model):
    """A number that stands in a report: by its code it is found again, for ever.

    `key` says to the program where it is read from; `amount` is exact, `shown` as printed, without its unit.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField()
    code = models.CharField(_("code"), max_length=12, unique=True)
    key = models.CharField(max_length=120)
    what = models.CharField(_("number"), max_length=200)
    measure = models.CharField(_("measure"), max_length=80, blank=True)
    period = models.CharField(_("period"), max_length=12, blank=True)
    amount = models.DecimalField(max_digits=36, decimal_places=12)
    shown = models.CharField(_("as printed"), max_length=60)
    unit = models.CharField(_("unit"), max_length=40, blank=True)

    class Meta:
        ordering = ("report", "serial")
        verbose_name = _("number of a report")
        verbose_name_plural = _("numbers of reports")
        constraints = (models.UniqueConstraint(fields=("report", "serial"), name="report_number_once"),)
        indexes = (models.Index(fields=("measure", "period"), name="report_number_by_measure"),)

    def __str__(self) -> str:
        return self.code

    @property
    def printed(self) -> str:
        """Number and unit, as they stand in the report."""
        return self.shown + self.unit
