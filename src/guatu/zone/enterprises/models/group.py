"""Which groups of companies (集团) are there, and which enterprises belonged to them from when until when?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.registry.models import Record
from guatu.zone.enterprises.models.enterprise import Enterprise


class Group(Record):
    """Companies under one controller, wherever they are registered."""

    name = models.CharField(_("name of the group"), max_length=120, unique=True)
    controller = models.CharField(_("actual controller"), max_length=120, blank=True)
    seat = models.CharField(_("seat"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("group of companies")
        verbose_name_plural = _("groups of companies")

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """An enterprise in a group from the day `since` to the day before `until`; what share the group has."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="groups", verbose_name=_("enterprise")
    )
    share = models.DecimalField(
        _("share of the group"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("left on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        ordering = ("-since", "pk")
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="a_member_leaves_after_it_came"
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(0, 100)), name="a_share_of_a_group_is_a_share"
            ),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(until=None), name="an_enterprise_is_in_one_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.group}"
