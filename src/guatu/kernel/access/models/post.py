"""Which posts has a department, and who holds each from which day until which?"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.kernel.access.models.department import Department, in_language


class Post(models.Model):
    """A post in a department, held by one person, several, or nobody; abolished posts stay on record."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="posts")
    title_zh = models.CharField(_("Chinese title"), max_length=80, blank=True)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    is_leader = models.BooleanField(pgettext_lazy("one of the leadership", "leader"), default=False)
    order = models.PositiveIntegerField(_("order"), default=0)
    abolished_on = models.DateField(_("abolished on"), null=True, blank=True)

    class Meta:
        ordering = ("department__order", "department__code", "order", "pk")
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = (
            models.UniqueConstraint(
                fields=["department", "title_zh"],
                condition=Q(abolished_on=None),
                name="a_department_has_a_title_once",
                violation_error_message=_("This department has a post of that title already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.department} · {self.title}" if self.title else str(self.department)

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_zh, self.title_en)


class TenureQuerySet(models.QuerySet["Tenure"]):
    """Tenures, by the days on which they last."""

    def on(self, day: date) -> TenureQuerySet:
        """Those that last on the day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Tenure(models.Model):
    """Who holds a post, from the first day to the last; without a last day it lasts."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tenures")
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"), null=True, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ("post__department__order", "post__order", "post", "since", "pk")
        verbose_name = _("tenure of a post")
        verbose_name_plural = _("tenures of posts")
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_tenure_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"
