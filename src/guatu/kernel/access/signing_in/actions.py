"""What can be done about accounts and their sign-ins?"""

from __future__ import annotations

import secrets
import string

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.access.signing_in.addresses import checked_address
from guatu.kernel.access.signing_in.models import Credential, SignIn
from guatu.kernel.access.signing_in.sittings import close_lapsed, end_sign_ins
from guatu.kernel.access.signing_in.ways_in import shut_ways_in
from guatu.kernel.ledger.context import action, ledgered

# Without the characters that are taken for one another when a password is read out or copied by hand.
LEGIBLE = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI5S2Z")))
GROUPS, GROUP_LENGTH = 4, 4


@ledgered("access.set_address")
def set_address(user: User, email: str, *, by: User | None) -> None:
    """Writes the e-mail address of the account: letters go there, and the identity provider is matched by it.

    Refused: `email_taken`, `bad_email`.
    """
    user.email = checked_address(email, user)
    user.save(update_fields=["email"])


@ledgered("access.give_password")
def give_password(user: User, *, by: User | None) -> str:
    """Gives the account a password that must be changed at the next sign-in, and ends its sign-ins.

    Returns the password, to be given to the person on a way that others do not read; it is kept nowhere.
    """
    password = make_password()
    user.set_password(password)
    user.save()
    Credential.objects.filter(user=user).update(must_change=True)
    end_sign_ins(_open(user), SignIn.End.ADMINISTRATOR)
    return password


@ledgered("access.unlock")
def unlock(user: User, *, by: User | None) -> int:
    """Forgets the failures of the account at every address; returns at how many it had some."""
    return AccessAttempt.objects.filter(username=user.get_username()).delete()[0]


@ledgered("access.remove_second_factor")
def remove_second_factor(user: User, *, by: User | None) -> None:
    """Removes app, keys and recovery codes of somebody who lost them, and ends the sign-ins.

    Refused (`own_account`) for one's own: on the page of one's account the factor itself is asked for.
    """
    _refuse_own(user, by)
    Authenticator.objects.filter(user=user).delete()
    end_sign_ins(_open(user), SignIn.End.ADMINISTRATOR)


@ledgered("access.end_sign_in")
def end_sign_in(sign_in: SignIn, *, by: User) -> None:
    """Ends one sign-in at once; an ended one stays as it is."""
    own = sign_in.user_id == by.pk
    end_sign_ins([sign_in], SignIn.End.ENDED if own else SignIn.End.ADMINISTRATOR)


@ledgered("access.end_sign_ins")
def end_all_sign_ins(user: User, *, but: SignIn | None = None, keys: bool = True, by: User) -> int:
    """Ends the account's sign-ins at once, but for one that may stay; returns how many.

    Its keys of the API are revoked as well, unless `keys` says that programs go on.
    """
    if keys:
        shut_ways_in(user)
    leaving = [sign_in for sign_in in _open(user) if but is None or sign_in.pk != but.pk]
    return end_sign_ins(leaving, SignIn.End.ENDED if user.pk == by.pk else SignIn.End.ADMINISTRATOR)


def clear_lapsed() -> int:
    """Writes down which sign-ins ended by themselves and removes dead sessions; returns how many ended."""
    with action("access.close_lapsed_sign_ins", by=None):
        count = close_lapsed()
    SessionStore.clear_expired()
    return count


@ledgered("access.mark_demonstration")
def mark_demonstration(user: User, *, by: User | None) -> None:
    """Marks an account of the demonstration: neither a new password nor a second factor is asked of it."""
    Credential.objects.update_or_create(user=user, defaults={"demonstration": True, "must_change": False})


def make_password() -> str:
    """A random password that fulfils the rules and can be read out: four groups of four."""
    groups = ["".join(secrets.choice(LEGIBLE) for _n in range(GROUP_LENGTH)) for _n in range(GROUPS)]
    password = "-".join(groups)
    mixed = any(c.isdigit() for c in password) and any(c.isupper() for c in password)
    return password if mixed and any(c.islower() for c in password) else make_password()


def _open(user: User) -> list[SignIn]:
    return list(SignIn.objects.filter(user=user, ended_at=None))


def _refuse_own(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise Refused("own_account", _("Nobody does this to one's own account. Ask another administrator."))
