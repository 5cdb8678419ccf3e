"""How does an installation get its first accounts, and how does one help who is locked out of all of them?

What people do for one another they do on pages, as themselves. This command is for whoever operates the
machine: it acts as nobody, and the ledger says so.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from django.contrib.auth.models import User

from guatu.kernel.access.actions import assign_role, open_account
from guatu.kernel.access.roles import Role
from guatu.kernel.access.signing_in.actions import give_password, remove_second_factor, unlock
from guatu.kernel.ledger.context import action
from guatu.site.trouble import TroubleError


def run(arguments: Sequence[str]) -> int:
    """Does what the words say about one account, and prints what the person must be told."""
    wanted = _options().parse_args(arguments)
    said = {
        "new": _make,
        "password": _give_password,
        "unlock": _unlock,
        "forget-second-factor": _forget_second_factor,
    }[wanted.what](wanted)
    print(said)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu account")
    verbs = parser.add_subparsers(dest="what", required=True)
    new = verbs.add_parser("new", help="open an account with a role; prints its first password")
    new.add_argument("--role", choices=[role.value for role in Role if role is not Role.ENTERPRISE])
    new.add_argument("--family", required=True, help="family name")
    new.add_argument("--given", default="", help="given name")
    new.add_argument("--email", default="")
    for verb, does in (
        ("password", "give a new first password; prints it"),
        ("unlock", "let an account try again that had too many wrong passwords"),
        ("forget-second-factor", "let somebody set up another one who lost it"),
    ):
        verbs.add_parser(verb, help=does).add_argument("name")
    new.add_argument("name")
    return parser


def _make(wanted: argparse.Namespace) -> str:
    with action("access.set_up_account", by=None):
        user = open_account(wanted.name, wanted.family, wanted.given, by=None, email=wanted.email)
        if wanted.role:
            assign_role(user, Role(wanted.role), by=None)
        return _first_password(user)


def _give_password(wanted: argparse.Namespace) -> str:
    return _first_password(_account(wanted.name))


def _unlock(wanted: argparse.Namespace) -> str:
    unlock(_account(wanted.name), by=None)
    return f"{wanted.name} may try again."


def _forget_second_factor(wanted: argparse.Namespace) -> str:
    remove_second_factor(_account(wanted.name), by=None)
    return f"{wanted.name} sets up a second factor anew at the next sign-in, if the role needs one."


def _first_password(user: User) -> str:
    password = give_password(user, by=None)
    return f"{user.get_username()} signs in with {password} and must change it at once. It is shown only now."


def _account(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise TroubleError(f"There is no account {name!r}.")
    return found
