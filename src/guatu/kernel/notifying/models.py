"""What was a person told, and how does each want to be told?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.notifying.kinds import Pace

PACES = (
    (Pace.OFF.value, _("not by mail")),
    (Pace.NOW.value, _("at once")),
    (Pace.DAILY.value, _("once a day")),
    (Pace.WEEKLY.value, _("once a week")),
)
LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))


class Notice(models.Model):
    """One person is told something; what comes again under its key before it was seen is the same notice.

    `params` are what its sentence names (see `kinds.Kind`). `happened_at` and `seen_at` are of the zone's
    clock; `mail_at`, from when on a letter may tell of it, and `mailed_at` are of the real one, as mail is.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    address = models.CharField(_("page"), max_length=400, blank=True)
    times = models.PositiveIntegerField(_("times"), default=1)
    in_browser = models.BooleanField(default=True)
    happened_at = models.DateTimeField(_("happened at"))
    seen_at = models.DateTimeField(_("seen at"), null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-happened_at", "-pk")
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "key"), condition=Q(seen_at=None), name="told_once_until_seen"
            ),
        )
        indexes = (
            models.Index(fields=("person", "-happened_at"), name="notices_of_a_person"),
            models.Index(
                fields=("mail_at",),
                condition=Q(mailed_at=None, mail_at__isnull=False),
                name="notices_to_be_mailed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Preference(models.Model):
    """When a person is left alone by mail, and in which language letters are."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preference")
    quiet_from = models.TimeField(_("no letters from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until"), null=True, blank=True)
    working_days = models.BooleanField(_("on working days only"), default=False)
    language = models.CharField(_("language of letters"), max_length=10, choices=LANGUAGES, default="zh-hans")

    class Meta:
        verbose_name = _("how a person is told")
        verbose_name_plural = _("how people are told")
        constraints = (
            models.CheckConstraint(
                name="quiet_hours_begin_and_end",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.person_id)


class Choice(models.Model):
    """How a person wants to be told of one kind; without one the kind's own way holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(_("kind"), max_length=60)
    browser = models.BooleanField(_("in the pages"))
    mail = models.CharField(_("by mail"), max_length=8, choices=PACES)

    class Meta:
        verbose_name = _("choice of a person")
        verbose_name_plural = _("choices of people")
        constraints = (
            models.UniqueConstraint(fields=("person", "kind"), name="one_choice_a_kind"),
            models.CheckConstraint(
                name="choice_pace_known", condition=Q(mail__in=[each.value for each in Pace])
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.mail}"
