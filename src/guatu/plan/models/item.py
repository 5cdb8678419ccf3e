"""What do all things that were read from a plan have in common?"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.models import Department
from guatu.plan.models.plan import Plan
from guatu.plan.models.section import Section


class ItemState(models.TextChoices):
    """What a person said to what the reader found."""

    PROPOSED = "proposed", _("to confirm")
    ACCEPTED = "accepted", _("accepted")
    DISCARDED = "discarded", _("discarded")


class Origin(models.TextChoices):
    """Where an item comes from: the first reading, a person's selection, an amended document."""

    READ = "read", _("read from the document")
    ADDED = "added", _("added by hand")
    AMENDED = "amended", _("came with an amended document")


class Item(models.Model):
    """A stretch of the plan that means something; `identity` stays the same across amended documents.

    `version` counts the item's changes, so that two reviewers do not overwrite each other unseen.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="%(class)ss")
    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, related_name="%(class)ss")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.PROPOSED)
    discard_reason = models.TextField(blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.READ)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ("start", "order", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=("plan", "identity"), name="%(class)s_identity_once_a_plan"),
            models.CheckConstraint(name="%(class)s_span", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(name="%(class)s_state_known", condition=Q(state__in=ItemState.values)),
            models.CheckConstraint(
                name="%(class)s_discarded_with_a_reason",
                condition=~Q(state=ItemState.DISCARDED) | ~Q(discard_reason=""),
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class AssignedItem(Item):
    """An item that somebody answers for: a lead department, supporting departments, a leader, a day.

    `deadline` is as written in the plan, `due` the day that it means; without one the plan's year end holds.
    """

    deadline = models.CharField(_("deadline as written"), max_length=80, blank=True)
    due = models.DateField(_("due"), null=True)
    lead = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="led_%(class)ss",
        verbose_name=_("lead department"),
    )
    supporting = models.ManyToManyField(
        Department, related_name="supported_%(class)ss", verbose_name=_("supporting departments")
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="led_%(class)ss",
        verbose_name=_("leader"),
    )

    class Meta(Item.Meta):
        abstract = True
