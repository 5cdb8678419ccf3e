"""How is an account of a person of the zone opened, and switched off?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.access.signing_in.addresses import checked_address
from guatu.kernel.access.signing_in.models import SignIn
from guatu.kernel.access.signing_in.sittings import end_sign_ins
from guatu.kernel.access.standing import forget_standing
from guatu.kernel.ledger.context import ledgered


@ledgered("access.open_account")
def open_account(
    username: str, family_name: str, given_name: str, *, by: User | None, email: str = ""
) -> User:
    """Opens an account without a password and without a role: nobody comes in with it yet."""
    name = username.strip()
    _refuse_unless_valid(name)
    if User.objects.filter(username__iexact=name).exists():
        raise Refused("name_in_use", _("Another account has this name."))
    if not family_name.strip():
        raise Refused("no_name", _("Give the family name."))
    address = checked_address(email)
    user = User(username=name, last_name=family_name.strip(), first_name=given_name.strip(), email=address)
    user.set_unusable_password()
    user.save()
    return user


@ledgered("access.switch_off_account")
def switch_off_account(user: User, *, by: User | None) -> User:
    """Shuts an account at once, with all that it is signed in to; refused for the own one."""
    if by is not None and by.pk == user.pk:
        raise Refused("own_account", _("Nobody switches off the own account."))
    return _switch(user, is_active=False)


@ledgered("access.switch_on_account")
def switch_on_account(user: User, *, by: User | None) -> User:
    """Opens an account again that was shut."""
    return _switch(user, is_active=True)


def _switch(user: User, *, is_active: bool) -> User:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        end_sign_ins(SignIn.objects.filter(user=user, ended_at=None), SignIn.End.ADMINISTRATOR)
    forget_standing(user)
    return user


def _refuse_unless_valid(name: str) -> None:
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as invalid:
        raise Refused("invalid", " ".join(invalid.messages)) from None
    if not name or len(name) > 150:
        raise Refused("invalid", _("Give a name to sign in with, of 150 characters at most."))
