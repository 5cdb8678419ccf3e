"""Which numbers were formed, from when on, and what was written since?

A number is only ever added: the database refuses to change or delete one (migrations/0001). What a measure
was known to be at a moment is the last number formed by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from guatu.base.quantities import MissingReason

if TYPE_CHECKING:
    _Numeric = models.DecimalField[Decimal | None, Decimal | None]
else:
    _Numeric = models.DecimalField


class Exact(_Numeric):
    """A number with as many digits as it was given: 2.50 stays 2.50."""

    def __init__(self, verbose_name: str = "", *, null: bool = False) -> None:
        super().__init__(verbose_name, max_digits=60, decimal_places=30, null=null)

    def deconstruct(self) -> tuple[str, str, Sequence[str], dict[str, object]]:
        """For migrations: its own words alone."""
        name, path, _args, kwargs = super().deconstruct()
        return name, path, (), {"null": True} if kwargs.get("null") else {}

    def db_type(self, connection: object) -> str:
        """The numeric type without limits."""
        return "numeric"


class StoredObservation(models.Model):
    """A number of a measure for a period and a part, as it was formed at a moment.

    `gone` says that from then on there is no number: its figures were withdrawn. `beside` marks a later word
    on a period that is closed, which stands beside the value that holds. `restates` is the word before as the
    source tells it, `evidence` which records it came from. Without an amount `missing_reason` says why.
    """

    measure = models.CharField(_("measure"), max_length=80)
    period = models.CharField(_("period"), max_length=12)
    part = models.CharField(_("part"), max_length=80, blank=True, default="")
    amount = Exact(null=True)
    missing_reason = models.CharField(
        _("why there is no amount"), max_length=20, blank=True, default="",
        choices=[(r.value, r.name_en) for r in MissingReason],
    )  # fmt: skip
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    growth = Exact(null=True)
    comparable_base = Exact(null=True)
    base_unit = models.CharField(_("unit of the base"), max_length=40, blank=True, default="")
    numerator = Exact(null=True)
    numerator_unit = models.CharField(max_length=40, blank=True, default="")
    denominator = Exact(null=True)
    denominator_unit = models.CharField(max_length=40, blank=True, default="")
    confirmed_on = models.DateField(_("last confirmed on"), null=True)
    evidence = models.JSONField(_("evidence"), default=list)
    restates = models.JSONField(_("restates"), null=True)
    rule_version = models.CharField(_("version of the rule"), max_length=20, default="1")
    revision = models.PositiveIntegerField(_("revision"), default=1)
    published_on = models.DateField(_("published on"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True)
    formed_at = models.DateTimeField(_("formed at"))
    gone = models.BooleanField(_("gone"), default=False)
    beside = models.BooleanField(_("beside a closed value"), default=False)

    class Meta:
        verbose_name = _("number of a measure")
        verbose_name_plural = _("numbers of measures")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "measure",
                "period",
                "part",
                "beside",
                models.F("formed_at").desc(),
                models.F("id").desc(),
                name="numbers_latest_first",
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(gone=True, amount=None, missing_reason="")
                | Q(gone=False, amount__isnull=False, missing_reason="")
                | Q(gone=False, amount=None, missing_reason__in=[r.value for r in MissingReason]),
                name="a_number_or_why_there_is_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"


class FillState(models.Model):
    """How far the numbers of a measure are formed: of one period, or (period "") of the whole series.

    Of the series: what is known from `known_from` on is in the store; it holds until `valid_until`, from when
    on time alone changes it. `rule_version` is the rule by which it was formed.
    """

    measure = models.CharField(_("measure"), max_length=80)
    period = models.CharField(_("period"), max_length=12, blank=True, default="")
    formed_at = models.DateTimeField(_("formed at"))
    computed_at = models.DateTimeField(_("computed at"), db_default=Now())
    known_from = models.DateTimeField(_("known from"), null=True)
    valid_until = models.DateTimeField(_("valid until"), null=True)
    rule_version = models.CharField(_("version of the rule"), max_length=20, default="1")

    class Meta:
        verbose_name = _("state of a measure's numbers")
        verbose_name_plural = _("states of measures' numbers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure", "period"], name="one_state_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"


class ClosedPeriod(models.Model):
    """Periods whose numbers hold as they are: up to a day, of a measure, of all where none is named."""

    measure = models.CharField(_("measure"), max_length=80, blank=True, default="")
    through = models.DateField(_("closed up to"))
    closed_at = models.DateTimeField(_("closed at"))
    reason = models.CharField(_("reason"), max_length=300)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("through", "pk")
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="what_is_closed_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.through}"


class Touch(models.Model):
    """What a write touched, noted by triggers in its own transaction, until the numbers are formed anew.

    `moment` is when it was recorded by the zone's clock; unknown of what was written past an action.
    """

    topic = models.CharField(max_length=120)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    moment = models.DateTimeField(null=True)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("touched numbers")
        verbose_name_plural = _("touched numbers")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["topic"], name="touches_by_topic")]

    def __str__(self) -> str:
        return self.topic


class Check(models.Model):
    """A comparison of what is stored with what the records give: of how many measures, how many numbers.

    Each difference is a measure, a period, what is stored and what the records give, in words.
    """

    checked_at = models.DateTimeField(_("checked at"), db_default=Now())
    measures = models.PositiveIntegerField(_("measures"))
    numbers = models.PositiveIntegerField(_("numbers"))
    differences = models.JSONField(_("differences"), default=list)

    class Meta:
        ordering = ("-checked_at", "-pk")
        verbose_name = _("check of numbers")
        verbose_name_plural = _("checks of numbers")

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M}"
