"""What can be done with keys of the API?"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.surfaces.api.models import Key

LONGEST_DAYS = 366
MOST_KEYS = 20
_BEGINNING = "guatu_"
_SHOWN = 12


def make_key(*, name: str, may_write: bool, days: int, by: User) -> tuple[Key, str]:
    """Makes a key of the user's own; returns it with its secret, which is not kept and shown this once."""
    plain = " ".join(name.split())[:80]
    if not plain:
        raise Refused("no_name", _("Give the key a name: the program that will use it."))
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("bad_days", _("A key lasts from one day to a year."))
    secret = _BEGINNING + secrets.token_urlsafe(32)
    with action("api.make_key", by=by):
        User.objects.select_for_update().get(pk=by.pk)
        if Key.objects.filter(user=by, revoked_at=None, expires_on__gte=clock.today()).count() >= MOST_KEYS:
            raise Refused("too_many", _("You have many keys already. Revoke one first."))
        key = Key.objects.create(
            user=by,
            name=plain,
            fingerprint=fingerprint_of(secret),
            start=secret[:_SHOWN],
            may_write=may_write,
            created_at=clock.now(),
            expires_on=clock.today() + timedelta(days=days),
        )
    return key, secret


def revoke_key(key: Key, *, by: User) -> None:
    """Shuts a key for good; one that is shut already stays so."""
    with action("api.revoke_key", by=by):
        Key.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now())


def revoke_keys_of(user: User) -> int:
    """Shuts every key of an account that is not shut yet, within the caller's action; returns how many."""
    return Key.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())


def fingerprint_of(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so a plain hash is enough to hide it."""
    return hashlib.sha256(secret.encode()).hexdigest()
