"""Whose letters of which kind does a link in a letter stop?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer

from guatu.kernel.notifying.kinds import Kind, kind_of

SALT = "guatu.notices.off"


def off_token(person: int, kind: str) -> str:
    """What stands in a letter, so that its reader can stop letters of the kind without signing in."""
    return Signer(salt=SALT).sign(f"{person}.{kind}")


def read_token(token: str) -> tuple[User, Kind] | None:
    """Whose letters of which kind the token stops; None where we did not write it, or either is gone."""
    try:
        number, _dot, code = Signer(salt=SALT).unsign(token).partition(".")
    except BadSignature:
        return None
    person, kind = User.objects.filter(pk=int(number), is_active=True).first(), kind_of(code)
    return None if person is None or kind is None else (person, kind)
