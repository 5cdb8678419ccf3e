"""Which e-mail address may an account have? Letters go there, and the identity provider is matched by it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from guatu.base.errors import Refused


def checked_address(address: str, user: User | None = None) -> str:
    """The address in small letters, "" for none, as the user may have it.

    Refused: `bad_email`; `email_taken`, because the address must lead to one account alone.
    """
    small = address.strip().lower()
    if not small:
        return ""
    try:
        validate_email(small)
        small.encode("ascii")
    except (ValidationError, UnicodeEncodeError) as wrong:
        raise Refused(
            "bad_email", _("This is no e-mail address: %(address)s") % {"address": small}
        ) from wrong
    others = User.objects.filter(email__iexact=small)
    if (others.exclude(pk=user.pk) if user else others).exists():
        raise Refused("email_taken", _("Another account has the address %(address)s.") % {"address": small})
    return small
