"""Which passwords are good enough, and which is too old? GB/T 22239-2019, 8.1.4.1 (身份鉴别)."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guatu.base.clock import now
from guatu.kernel.access.rights import SEPARATED, roles_of
from guatu.kernel.access.signing_in.models import Credential, OldPassword

HISTORY = 5
CLASSES_WANTED = 3


class LongEnough:
    """Refuses passwords that are short; those of administrators, which open more, must be longer."""

    def __init__(self, least: int = 10, least_for_administrators: int = 12) -> None:
        self.least = least
        self.least_for_administrators = least_for_administrators

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError (`too_short`)."""
        least = self.least_for_administrators if _is_administrator(user) else self.least
        if len(password) < least:
            said = ngettext("At least %(n)d character.", "At least %(n)d characters.", least)
            raise ValidationError(said % {"n": least}, code="too_short")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("At least %(least)d characters, for administrators %(more)d.") % {
            "least": self.least,
            "more": self.least_for_administrators,
        }


class Mixed:
    """Wants three of four: small letters, capitals, digits, anything else (Chinese characters too)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError (`too_plain`)."""
        if len(_classes_in(password)) < CLASSES_WANTED:
            raise ValidationError(self.get_help_text(), code="too_plain")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Three of these four: small letters, capitals, digits, other characters.")


class NotUsedBefore:
    """Refuses the last passwords of the account, and keeps the hash of each new one for that."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError (`used_before`)."""
        if user is None or user.pk is None:
            return
        former = OldPassword.objects.filter(user_id=user.pk).values_list("password", flat=True)[:HISTORY]
        if any(check_password(password, each) for each in {user.password, *former}):
            raise ValidationError(self.get_help_text(), code="used_before")

    def password_changed(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Keeps the hash and the moment; Django calls it when a new password has been saved."""
        if user is None or user.pk is None:
            return
        set_at = now()
        OldPassword.objects.create(user_id=user.pk, password=user.password, set_at=set_at)
        kept = OldPassword.objects.filter(user_id=user.pk).values_list("pk", flat=True)[:HISTORY]
        OldPassword.objects.filter(user_id=user.pk).exclude(pk__in=list(kept)).delete()
        Credential.objects.update_or_create(
            user_id=user.pk, defaults={"password_set_at": set_at, "must_change": False}
        )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("None of your last %(n)d passwords.") % {"n": HISTORY}


def why_change(user: User) -> str:
    """Why the password must be changed before anything else, in the reader's language; "" if it need not."""
    credential = Credential.objects.filter(user=user).first() or Credential(user=user)
    if credential.demonstration:
        return ""
    if credential.must_change:
        return _("This password was given to you. Choose one that only you know.")
    if is_too_old(credential):
        return _("Your password is older than %(days)d days.") % {"days": settings.PASSWORD_DAYS}
    return ""


def is_too_old(credential: Credential) -> bool:
    """Whether the password was set longer ago than the installation allows (`GUATU_PASSWORD_DAYS`)."""
    set_at = credential.password_set_at or credential.user.date_joined
    return bool(settings.PASSWORD_DAYS) and now() - set_at > timedelta(days=settings.PASSWORD_DAYS)


def _is_administrator(user: AbstractBaseUser | None) -> bool:
    return user is not None and user.pk is not None and bool(roles_of(user) & SEPARATED)


def _classes_in(password: str) -> set[str]:
    named = {"Ll": "small", "Lu": "capital", "Nd": "digit"}
    return {named.get(unicodedata.category(character), "other") for character in password}
