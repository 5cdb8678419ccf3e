"""Which enterprises are there, under which names, of which kind and size?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.registry.models import Record


class Kind(models.TextChoices):
    """What kind of market entity it is."""

    COMPANY = "company", _("company")
    BRANCH = "branch", _("branch")
    SOLE_TRADER = "sole_trader", _("sole trader")
    COOPERATIVE = "cooperative", _("farmers' cooperative")
    OTHER = "other", _("other")


class Status(models.TextChoices):
    """Whether it is in business; the last three are closed for the zone."""

    IN_BUSINESS = "in_business", _("in business")
    REVOKED = "revoked", _("licence revoked")
    CANCELLED = "cancelled", _("cancelled")
    MOVED_OUT = "moved_out", _("moved out")


class Scale(models.TextChoices):
    """Whether the statistics bureau hears of it directly (规上, 限上), and of which kind it is."""

    INDUSTRY = "industry", _("industry above scale")
    TRADE = "trade", _("trade or catering above limit")
    SERVICE = "service", _("services above scale")
    CONSTRUCTION = "construction", _("construction with qualification")
    BELOW = "below", _("below scale")


class Currency(models.TextChoices):
    """The currency of the registered capital."""

    CNY = "CNY", _("yuan")
    USD = "USD", _("US dollar")
    HKD = "HKD", _("Hong Kong dollar")
    EUR = "EUR", _("euro")
    JPY = "JPY", _("yen")


class Enterprise(Record):
    """A market entity; `former_names` are [name, last day it was borne], the oldest first.

    `care_before` are [field, key of the person or null, first day] of who was its leader or its officer, as
    it was recorded. Places are degrees of CGCS2000 (GB/T 18522).
    """

    name = models.CharField(_("name of the enterprise"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    former_names = models.JSONField(_("former names"), default=list, blank=True, editable=False)
    uscc = models.CharField(
        _("unified social credit code"), max_length=18, unique=True, null=True, blank=True
    )
    old_number = models.CharField(_("registration number"), max_length=15, unique=True, null=True, blank=True)
    kind = models.CharField(_("kind of entity"), max_length=12, choices=Kind.choices, default=Kind.COMPANY)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.IN_BUSINESS)
    established_on = models.DateField(_("established on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_recorded_at = models.DateTimeField(null=True, editable=False)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    registered_capital = models.DecimalField(
        _("registered capital"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    capital_currency = models.CharField(
        _("currency of the capital"), max_length=3, choices=Currency.choices, default=Currency.CNY
    )
    registered_address = models.CharField(_("registered address"), max_length=200, blank=True)
    actual_address = models.CharField(_("actual address"), max_length=200, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    industry = models.CharField(_("industry"), max_length=8, blank=True)
    industry_edition = models.CharField(
        _("edition of GB/T 4754"), max_length=4, default="2017", choices=[("2011", "2011"), ("2017", "2017")]
    )
    further_industries = models.CharField(_("further industries"), max_length=120, blank=True)
    scale = models.CharField(_("statistical scale"), max_length=12, choices=Scale.choices, blank=True)
    customs_code = models.CharField(_("customs code"), max_length=10, blank=True)
    controller = models.CharField(_("actual controller"), max_length=120, blank=True)
    foreign_share = models.DecimalField(
        _("foreign share"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    employees = models.PositiveIntegerField(_("people employed"), null=True, blank=True)
    linked_leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("leader in charge of contact"),
    )  # fmt: skip
    service_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("service officer"),
    )  # fmt: skip
    care_before = models.JSONField(_("who looked after it before"), default=list, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        indexes: ClassVar[list[models.Index]] = [
            *Record.Meta.indexes,
            models.Index(fields=["name", "id"], name="enterprises_by_name"),
            models.Index(F("established_on").desc(nulls_last=True), "id", name="enterprises_newest_first"),
        ]
        constraints = (
            models.CheckConstraint(
                condition=Q(uscc__isnull=False) | Q(old_number__isnull=False),
                name="an_enterprise_has_a_number",
                violation_error_message=_("Give the unified social credit code, or the old number."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(established_on=None) | Q(closed_on__gte=F("established_on")),
                name="an_enterprise_closes_after_it_began",
                violation_error_message=_("It cannot be closed before it was established."),
            ),
            models.CheckConstraint(
                condition=Q(foreign_share=None) | Q(foreign_share__range=(0, 100)),
                name="a_foreign_share_is_a_share",
                violation_error_message=_("The foreign share lies between 0 and 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="a_place_is_a_place",
                violation_error_message=_("A place has a longitude and a latitude, in degrees."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def names_before(self) -> str:
        """The former names, for the search."""
        return " ".join(name for name, _until in self.former_names)
