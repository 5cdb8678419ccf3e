"""What did each enterprise report, in which state is it, and what was said of it before?

These tables are the store of statistical micro-data, kept apart from everything else (统计法 art. 25, design
law 11): only the database roles that `store.py` takes on read them, and the ledger has salted fingerprints.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import TypedDict, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from guatu.base.periods import Period
from guatu.zone.statistics.returns.forms import Form, form_of

SALT_BYTES = 16


class ReturnForm(models.Model):
    """A version of a form as returns were begun with it; `definition` is what `forms.form_of` reads."""

    code = models.CharField(_("form"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    valid_from = models.DateField(_("valid from"))
    definition = models.JSONField(_("definition"))

    class Meta:
        verbose_name = _("form of returns")
        verbose_name_plural = _("forms of returns")
        constraints = (models.UniqueConstraint(fields=["code", "version"], name="one_form_a_version"),)

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def form(self) -> Form:
        """The form with its items."""
        return form_of(self.definition)


class ReturnState(models.TextChoices):
    """Where a return stands: draft → filed → (returned ↔ filed) → verified → locked."""

    DRAFT = "draft", _("draft")
    FILED = "filed", _("filed, to be verified")
    RETURNED = "returned", _("sent back")
    VERIFIED = "verified", _("verified")
    LOCKED = "locked", _("locked")


class StoredFinding(TypedDict):
    """A finding as the database keeps it; its sentence is made when it is shown."""

    code: str
    kind: str
    severity: str
    item: str
    params: dict[str, str]


class Asked(TypedDict):
    """What the statistics office asks of an item ("" for the whole return) when it sends a return back."""

    item: str
    text: str


class Content(TypedDict, total=False):
    """All that is secret of a return. The salt keeps its fingerprint in the ledger from being guessed.

    `values` are decimals as text, null where nothing was reported; `origins` says of an item where its value
    came from when nobody typed it (last_year, difference, last, form.item, import); `typed` are the items
    that were typed since it was filed last.
    """

    salt: str
    values: dict[str, str | None]
    origins: dict[str, str]
    remarks: dict[str, str]
    findings: list[StoredFinding]
    typed: list[str]
    reason: str
    sent_back: str
    asked: list[Asked]


def new_content() -> Content:
    """Nothing reported yet, under a salt of its own."""
    return {"salt": secrets.token_hex(SALT_BYTES), "values": {}, "origins": {}, "remarks": {}, "findings": []}


class ReturnImport(models.Model):
    """A sheet with the returns of many firms: what its rows say, what is wrong, what became of it.

    The ledger enters plain fingerprints: by them, whoever guesses a small sheet could confirm the guess. So
    `content` begins with a salt, `outcome` has one, and the sheet is known again by a `digest` that nobody
    can compute without the installation's secret. Sheets from before that have neither digest nor salt.
    """

    form_code = models.CharField(_("form"), max_length=40)
    period = models.CharField(_("period"), max_length=12)
    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("content"))
    digest = models.CharField(_("keyed digest"), max_length=64, default="", editable=False)
    outcome = models.JSONField(_("outcome"), default=dict)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=[
            ("previewed", _("previewed")),
            ("applied", _("applied")),
            ("undone", _("undone")),
        ],
        default="previewed",
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    applied_at = models.DateTimeField(_("applied at"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        verbose_name = _("import of returns")
        verbose_name_plural = _("imports of returns")

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"

    @property
    def sheet(self) -> bytes:
        """The file as it was handed in."""
        return bytes(self.content)[SALT_BYTES if self.digest else 0 :]


def salted_sheet(content: bytes) -> bytes:
    """What is kept of a sheet: a salt of its own, then the file."""
    return secrets.token_bytes(SALT_BYTES) + content


def sheet_digest(content: bytes) -> str:
    """By what the same sheet is known again: HMAC-SHA-256 under the installation's secret, in hex."""
    return salted_hmac("guatu.statistics.returns.sheet", content, algorithm="sha256").hexdigest()


class Return(models.Model):
    """One return of one enterprise for one form and period; a correction is a further `revision`.

    Name, code and industry of the enterprise are copied as they were when it was begun. `subject` is the code
    of the project where a form is filed by project, else "". `version` counts the writes, so that two people
    do not overwrite each other. `happened_at` is when it was filed in the world, `filed_at` when that was
    recorded here.
    """

    form = models.ForeignKey(ReturnForm, models.PROTECT, related_name="returns")
    form_code = models.CharField(_("form"), max_length=40)
    enterprise_id = models.BigIntegerField(_("enterprise"), db_index=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    enterprise_name = models.CharField(_("name of the enterprise"), max_length=120)
    industry = models.CharField(_("industry"), max_length=8, blank=True)
    subject = models.CharField(_("project code"), max_length=60, blank=True)
    subject_name = models.CharField(_("project"), max_length=200, blank=True)
    period = models.CharField(_("period"), max_length=12)
    period_end = models.DateField(_("last day"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=ReturnState.choices, default=ReturnState.DRAFT
    )
    content = models.JSONField(_("content"), default=new_content)
    version = models.PositiveIntegerField(_("version"), default=1)
    opened_at = models.DateTimeField(_("begun at"))
    happened_at = models.DateTimeField(_("happened at"), null=True)
    filed_at = models.DateTimeField(_("filed at"), null=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("sent back at"), null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(_("verified at"), null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(_("locked at"), null=True)
    return_import = models.ForeignKey(ReturnImport, models.PROTECT, null=True, related_name="returns")
    demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = (
            models.UniqueConstraint(
                fields=["form_code", "period", "enterprise_id", "subject", "revision"],
                name="one_return_a_revision",
            ),
            models.UniqueConstraint(
                fields=["form_code", "period", "enterprise_id", "subject"],
                condition=Q(state__in=("draft", "filed", "returned")),
                name="one_open_return",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="returns_count_from_one"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(filed_at__isnull=False), name="a_filed_return_says_when"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("verified", "locked")) ^ Q(verified_at=None),
                name="a_verified_return_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="locked") ^ Q(locked_at=None), name="a_locked_return_says_when"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(filed_by=None) | ~Q(verified_by=models.F("filed_by")),
                name="a_second_person_verifies",
            ),
        )
        indexes = (
            models.Index(fields=["form_code", "period_end", "state"], name="returns_by_form"),
            models.Index(fields=["enterprise_id", "period_end"], name="returns_of_enterprise"),
        )

    def __str__(self) -> str:
        return f"{self.enterprise_name} {self.form_code} {self.period} r{self.revision}"

    @property
    def values(self) -> Mapping[str, str | None]:
        """The values by item: decimals as text, None where nothing was reported."""
        return self._content.get("values", {})

    @property
    def remarks(self) -> Mapping[str, str]:
        """What the enterprise says to findings, by `Finding.key`."""
        return self._content.get("remarks", {})

    @property
    def findings(self) -> list[StoredFinding]:
        """What was found when it was checked last; `words.shown_findings` tells it in words."""
        return self._content.get("findings", [])

    @property
    def origins(self) -> Mapping[str, str]:
        """Where the values came from that nobody typed."""
        return self._content.get("origins", {})

    @property
    def reason(self) -> str:
        """Why this revision was made; "" for the first."""
        return self._content.get("reason", "")

    @property
    def sent_back(self) -> str:
        """What the one who sent it back wrote; "" when it was not."""
        return self._content.get("sent_back", "")

    @property
    def asked(self) -> list[Asked]:
        """What was asked when it was sent back."""
        return self._content.get("asked", [])

    @property
    def reported_period(self) -> Period:
        """The period as such."""
        return Period.parse(self.period)

    @property
    def is_open(self) -> bool:
        """Whether the enterprise can still write in it."""
        return self.state in (ReturnState.DRAFT, ReturnState.RETURNED)

    @property
    def _content(self) -> Content:
        return cast("Content", self.content)


class ReturnedFiling(models.Model):
    """What a return said when it was sent back: kept whole, so that a correction never hides it."""

    return_filed = models.ForeignKey(Return, models.PROTECT, related_name="returned_filings")
    enterprise_id = models.BigIntegerField(_("enterprise"), db_index=True)
    content = models.JSONField(_("content"))
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("sent back at"))
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("filing that was sent back")
        verbose_name_plural = _("filings that were sent back")

    def __str__(self) -> str:
        return f"{self.return_filed} {self.filed_at:%Y-%m-%d}"


class CopyConsent(models.Model):
    """That an enterprise lets the zone copy some values of a return into its file: which, for what, how long.

    It holds no value. `items` are codes of the form, `scope` says what the copies may be used for.
    """

    enterprise_id = models.BigIntegerField(_("enterprise"), db_index=True)
    return_copied = models.ForeignKey(Return, models.PROTECT, related_name="consents")
    items = models.JSONField(_("items"))
    scope = models.CharField(_("what it may be used for"), max_length=200)
    until = models.DateField(_("until"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("consent to a copy")
        verbose_name_plural = _("consents to copies")

    def __str__(self) -> str:
        return f"{self.return_copied_id} · {self.scope}"


class ListedUnit(models.Model):
    """That an enterprise stands in the list of those that report (统计单位名录), from a day to a day.

    `scale` says which forms are asked of it (industry, trade, service, construction). No figure stands here.
    """

    enterprise_id = models.BigIntegerField(_("enterprise"), db_index=True)
    scale = models.CharField(_("statistical scale"), max_length=12)
    listed_from = models.DateField(_("listed from"))
    listed_to = models.DateField(_("listed to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("reporting unit")
        verbose_name_plural = _("reporting units")
        constraints = (
            models.UniqueConstraint(fields=["enterprise_id", "listed_from"], name="listed_once_a_day"),
            models.CheckConstraint(
                condition=Q(listed_to=None) | Q(listed_to__gte=models.F("listed_from")),
                name="a_listing_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.scale}"

    def stands_on(self, day: date) -> bool:
        """Whether it stands in the list on that day."""
        return self.listed_from <= day and (self.listed_to is None or day <= self.listed_to)


class ReleasedSums(models.Model):
    """What the returns of a form and period sum to, as it was released: no firm can be recognised in it.

    Released sums are only added; a later `revision` restates. `totals` are by item over all firms,
    `divisions` by item and division of industry; a masked amount is null. `asked` firms had to report,
    `counted` are in the sums; `returns` are their keys, so that the next release can tell what changed.
    """

    form_code = models.CharField(_("form"), max_length=40)
    period = models.CharField(_("period"), max_length=12)
    period_end = models.DateField(_("last day"))
    revision = models.PositiveIntegerField(_("revision"))
    asked = models.PositiveIntegerField(_("firms that had to report"))
    counted = models.PositiveIntegerField(_("firms in the sums"))
    totals = models.JSONField(_("totals"))
    divisions = models.JSONField(_("by division of industry"))
    returns = models.JSONField(_("returns counted"))
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("released sums of returns")
        verbose_name_plural = _("released sums of returns")
        constraints = (
            models.UniqueConstraint(
                fields=["form_code", "period", "revision"], name="one_release_a_revision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form_code} {self.period} r{self.revision}"
