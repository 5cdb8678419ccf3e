"""Which published figures are there, from which file, handed in by whom?

A figure is only ever added: the database refuses to change or delete one, and the file that it came from (see
the triggers in migrations/0002). A correction is a new revision beside the old; a withdrawn import stays, and
its figures are passed over.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.base.quantities import MissingReason
from guatu.zone.statistics.returns.models import (  # the tables of this app that are kept apart
    CopyConsent,
    ListedUnit,
    ReleasedSums,
    Return,
    ReturnedFiling,
    ReturnForm,
    ReturnImport,
)

__all__ = [
    "CopyConsent",
    "FigureImport",
    "ImportState",
    "Level",
    "ListedUnit",
    "PublishedFigure",
    "ReleasedSums",
    "Return",
    "ReturnForm",
    "ReturnImport",
    "ReturnedFiling",
    "SourceDocument",
]


class Level(models.TextChoices):
    """For which area a figure speaks; targets of the plan are read against the zone's."""

    ZONE = "zone", _("zone")
    COUNTY = "county", _("county or district")
    CITY = "city", _("city")
    PROVINCE = "province", _("province")
    NATION = "nation", _("nation")


class SourceDocument(models.Model):
    """A file of published figures, kept for ever as it came; `sha256` tells one file from another."""

    name = models.CharField(_("file name"), max_length=255)
    publisher = models.CharField(_("publisher"), max_length=200)
    published_on = models.DateField(_("published on"))
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField(_("content"))
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("previewed")
    APPLIED = "applied", _("applied")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FigureImport(models.Model):
    """One handing-in of a source document: what its rows say, what is wrong with them, what became of it.

    `rows` and `problems` are what the preview found, `counts` how many rows are new, restate, are unchanged
    or wrong; when it is applied the document is checked again against the figures of that moment.
    """

    document = models.ForeignKey(SourceDocument, models.PROTECT, related_name="imports")
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEWED
    )
    rows = models.JSONField(_("rows"), default=list)
    problems = models.JSONField(_("problems"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("applied at"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("import of figures")
        verbose_name_plural = _("imports of figures")
        constraints = (
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(state="withdrawn"),
                name="one_standing_import_a_document",
                violation_error_message=_("This file is being imported already."),
            ),
            models.CheckConstraint(
                condition=Q(state="previewed", applied_at=None)
                | Q(state="applied", applied_at__isnull=False)
                | Q(state="withdrawn"),
                name="an_applied_import_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") ^ Q(withdrawn_at=None), name="a_withdrawn_import_says_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} ({self.get_state_display()})"


class PublishedFigure(models.Model):
    """What was published of a measure for a period and a level; `revision` counts what was said of them.

    `amount` is in `unit` as written; without one `missing_reason` says why. `growth` is in percent on the
    comparable base, as published; `comparable_base` is last year's amount on the same scope, in `unit`.
    """

    measure = models.CharField(_("measure"), max_length=80)
    period = models.CharField(_("period"), max_length=12)
    period_start = models.DateField(_("first day"))
    period_end = models.DateField(_("last day"))
    level = models.CharField(
        pgettext_lazy("of an area", "level"), max_length=10, choices=Level.choices, default=Level.ZONE
    )
    amount = models.DecimalField(_("amount"), max_digits=30, decimal_places=10, null=True)
    missing_reason = models.CharField(
        _("why there is no amount"),
        max_length=20,
        blank=True,
        default="",
        choices=[(r.value, r.name_en) for r in MissingReason],
    )
    unit = models.CharField(_("unit"), max_length=40)
    growth = models.DecimalField(_("growth in percent"), max_digits=14, decimal_places=6, null=True)
    comparable_base = models.DecimalField(_("comparable base"), max_digits=30, decimal_places=10, null=True)
    document = models.ForeignKey(SourceDocument, models.PROTECT, related_name="figures")
    figure_import = models.ForeignKey(FigureImport, models.PROTECT, related_name="figures")
    page = models.CharField(_("page"), max_length=40, blank=True)
    note = models.CharField(pgettext_lazy("a remark", "note"), max_length=500, blank=True)
    row = models.PositiveIntegerField(_("row in the file"))
    revision = models.PositiveIntegerField(_("revision"))
    publisher = models.CharField(_("publisher"), max_length=200)
    published_on = models.DateField(_("published on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "period", "level", "revision"], name="one_figure_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False, missing_reason="")
                | Q(amount=None, missing_reason__in=[r.value for r in MissingReason]),
                name="an_amount_or_the_reason_why_not",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="revisions_start_with_one"),
            models.CheckConstraint(
                condition=Q(period_start__lte=models.F("period_end")), name="a_period_has_a_first_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.period} r{self.revision}"
