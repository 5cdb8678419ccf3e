"""Which rows does signing in keep? Sign-ins, what is asked of a password, its former hashes, short counts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignIn(models.Model):
    """One sign-in of an account, from where, and how it ended; open ones can be ended by key."""

    class End(models.TextChoices):
        SIGNED_OUT = "signed_out", _("signed out")
        ENDED = "ended", _("ended from another place")
        PASSWORD = "password", _("the password was changed")
        ADMINISTRATOR = "administrator", _("ended by the security administrator")
        LAPSED = "lapsed", _("nothing was done, or twelve hours were over")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(_("session"), max_length=40, unique=True)
    began_at = models.DateTimeField(_("began"))
    address = models.GenericIPAddressField(_("address"), null=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    end = models.CharField(_("how it ended"), max_length=20, choices=End.choices, blank=True)

    class Meta:
        ordering = ("-began_at", "-pk")
        indexes = (models.Index(fields=("user",), condition=models.Q(ended_at=None), name="sign_in_open"),)
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self) -> str:
        return f"{self.user} · {self.began_at:%Y-%m-%d %H:%M}"


class Credential(models.Model):
    """What is asked of an account before it may do anything: a new password, a second factor, or neither.

    An account of the demonstration is asked for neither, because its password is printed for everybody.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="credential"
    )
    password_set_at = models.DateTimeField(_("password set"), null=True)
    must_change = models.BooleanField(_("password must be changed"), default=False)
    demonstration = models.BooleanField(_("account of the demonstration"), default=False)

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")

    def __str__(self) -> str:
        return str(self.user)


class OldPassword(models.Model):
    """The hash of a password that the account has or had, so that it is not taken again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="old_passwords")
    password = models.CharField(_("hash"), max_length=128)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        ordering = ("-set_at", "-pk")
        verbose_name = _("former password")
        verbose_name_plural = _("former passwords")

    def __str__(self) -> str:
        return f"{self.user} · {self.set_at:%Y-%m-%d}"


class Remembered(models.Model):
    """What processes remember for minutes: counts of attempts, codes used. The table of Django's cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
