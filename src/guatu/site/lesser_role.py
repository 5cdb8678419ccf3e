"""In which role of the database do pages and jobs work, when the address signs in as the owner of the tables?

`GUATU_DATABASE_ROLE` names it; without that it is guatu_app where it is there and may be taken on. In that
role no table can be altered, no trigger switched off, no entry of the ledger touched.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import psycopg

APP = "guatu_app"
VARIABLE = "GUATU_DATABASE_ROLE"
CAN_TAKE_ON = "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %s"


def with_lesser_role(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that serves pages or does jobs on the database that is named in it."""
    if VARIABLE in environment:
        return dict(environment)
    with psycopg.connect(environment["DATABASE_URL"], connect_timeout=10) as connection:
        can = connection.execute(CAN_TAKE_ON, [APP]).fetchone() == (True,)
    return {**environment, VARIABLE: APP if can else ""}


def role_options(role: str, given: str = "") -> str:
    """What a connection says at its start to work in that role, beside what it says already."""
    return f"{given} -c role={role}".strip() if role else given


def role_wanted() -> str:
    """The role that this process was told to work in, "" for that of its address."""
    role = os.environ.get(VARIABLE, "")
    if role and not role.replace("_", "").isalnum():
        raise ValueError(f"{VARIABLE} is no name of a role: {role!r}")
    return role
