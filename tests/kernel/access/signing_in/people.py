"""Accounts, codes and the ledger's words, for the tests of signing in."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from guatu.kernel.access.actions import assign_role, open_account
from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.actions import give_password

PASSWORD = "Blauer Regen 27"
NEXT = "Gelber Regen 28"


def account(name: str = "zhou", role: Role | None = Role.STAFF, **others: str) -> User:
    user = User(username=name, **others)
    user.set_password(PASSWORD)
    user.save()
    if role:
        assign_role(user, role, by=None)
    return user


def newcomer(name: str = "neu", *, by: User | None = None) -> tuple[User, str]:
    """An account as the security administrator opens it, with its first password."""
    user = open_account(name, "新", "来", by=by, email=f"{name}@Zone.Example")
    return user, give_password(user, by=by)


def sign_in(client: Client, name: str = "zhou", password: str = PASSWORD, **others):
    return client.post("/sign-in/", {"username": name, "password": password}, **others)


def code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up_app(client: Client, step: int = 0) -> str:
    """Sets up an authenticator app on the page; returns its secret."""
    secret = client.get("/account/app/").context["form"].secret
    answer = client.post("/account/app/", {"code": code(secret, step)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


def verbs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM ledger_action WHERE verb <> 'test.prepare' ORDER BY recorded_at")
        return [verb for (verb,) in cursor.fetchall()]


def actors(verb: str) -> list[int | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM ledger_action WHERE verb = %s ORDER BY recorded_at", [verb])
        return [actor for (actor,) in cursor.fetchall()]


def whole_ledger() -> str:
    """Everything that the ledger holds, as one text: what must not be there can be looked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(coalesce(before::text, '') || coalesce(after::text, ''), ' '), '') "
            "FROM ledger_entry"
        )
        ((text,),) = cursor.fetchall()
        cursor.execute("SELECT coalesce(string_agg(value::text, ' '), '') FROM ledger_personal")
        ((personal,),) = cursor.fetchall()
    return f"{text} {personal}"
