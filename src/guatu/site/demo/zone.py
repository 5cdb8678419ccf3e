"""Which plans has the demonstration zone, who works there and answers for what? No database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

FOLDER = Path(__file__).parent

PLAN = "plan_2019.txt"
AMENDED_PLAN = "plan_2019_amended.txt"
DEPARTMENT_PLAN = "plan_2019_department.txt"

# One password for all, printed by `./run demo`: the demonstration is served on this machine alone.
PASSWORD = "guatu-demo"  # noqa: S105 - no secret, see above


@dataclass(frozen=True, slots=True)
class Office:
    """A department, as zone.toml names it."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in: role as in `kernel.access.rights.Role`, department by its code."""

    username: str
    family_zh: str
    given_zh: str
    department: str
    title_zh: str
    title_en: str
    role: str
    leader: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Representative:
    """Somebody who acts for an enterprise of the demonstration, by its unified social credit code."""

    username: str
    family_zh: str
    given_zh: str
    uscc: str
    enterprise: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account to try: the name to sign in with, and as whom one works then."""

    username: str
    password: str
    name: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for a line of the plan: codes of departments, username of the leader."""

    number: int
    lead: str
    supporting: tuple[str, ...]
    leader: str


@dataclass(frozen=True, slots=True)
class Zone:
    """All of zone.toml. `lead_of_measure` names the department of targets that their line's does not lead."""

    offices: tuple[Office, ...]
    people: tuple[Person, ...]
    representatives: tuple[Representative, ...]
    lines: dict[int, Answering]
    lead_of_measure: dict[str, str]


@cache
def read_zone() -> Zone:
    """The departments, people and assignments of the demonstration zone."""
    tables = tomllib.loads((FOLDER / "zone.toml").read_text("utf-8"))
    lines = [Answering(**{**line, "supporting": tuple(line["supporting"])}) for line in tables["line"]]
    return Zone(
        offices=tuple(Office(**office) for office in tables["department"]),
        people=tuple(Person(**person) for person in tables["person"]),
        representatives=tuple(Representative(**each) for each in tables["representative"]),
        lines={line.number: line for line in lines},
        lead_of_measure=cast("dict[str, str]", tables["lead_of_measure"]),
    )


def shown_accounts() -> tuple[Account, ...]:
    """The accounts that a newcomer is told of: one of each role, and those of enterprises."""
    zone = read_zone()
    told: list[tuple[Person | Representative, str]] = [(p, p.title_zh) for p in zone.people if p.shown]
    told += [(r, f"{r.enterprise} {r.title_zh}") for r in zone.representatives]
    return tuple(
        Account(p.username, PASSWORD, p.family_zh + p.given_zh, title, p.title_en) for p, title in told
    )
