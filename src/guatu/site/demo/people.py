"""How do departments and people get into the demonstration zone's database?"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from guatu.base.clock import now
from guatu.kernel.access.actions import appoint, assign_role, create_post
from guatu.kernel.access.models import Department, Post
from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.actions import mark_demonstration
from guatu.site.demo.zone import PASSWORD, Office, Person, Zone
from guatu.zone.enterprises.actions import open_account
from guatu.zone.enterprises.models import Enterprise


def create_departments(zone: Zone) -> dict[str, Department]:
    """The departments by code; those that are there stay as they are."""
    return {office.code: _create_department(office, order) for order, office in enumerate(zone.offices)}


def create_people(zone: Zone, departments: dict[str, Department]) -> dict[str, User]:
    """The users by username, each with a department and a role; those that are there stay as they are."""
    # Hashing is slow on purpose: once is enough for one password.
    password = make_password(PASSWORD)
    return {person.username: _create_person(person, departments, password) for person in zone.people}


def create_representatives(zone: Zone) -> None:
    """Who acts for enterprises, each with an account of its own enterprise; those that are there stay."""
    password = make_password(PASSWORD)
    for each in zone.representatives:
        names = {
            "last_name": each.family_zh,
            "first_name": each.given_zh,
            "password": password,
            "date_joined": now(),
        }
        user, is_new = User.objects.get_or_create(username=each.username, defaults=names)
        if is_new:
            open_account(Enterprise.objects.get(uscc=each.uscc), user, title=each.title_zh, by=None)
            mark_demonstration(user, by=None)


def _create_department(office: Office, order: int) -> Department:
    names = {"name_zh": office.name_zh, "name_en": office.name_en, "order": order}
    return Department.objects.get_or_create(code=office.code, defaults=names)[0]


def _post_of(person: Person, department: Department) -> Post:
    found = Post.objects.filter(department=department, title_zh=person.title_zh).first()
    if found is not None:
        return found
    names = {"title_zh": person.title_zh, "title_en": person.title_en}
    return create_post(department, by=None, is_leader=person.leader, **names)


def _create_person(person: Person, departments: dict[str, Department], password: str) -> User:
    names = {
        "last_name": person.family_zh,
        "first_name": person.given_zh,
        "password": password,
        "date_joined": now(),
    }
    user, is_new = User.objects.get_or_create(username=person.username, defaults=names)
    if is_new:
        appoint(user, _post_of(person, departments[person.department]), by=None)
        assign_role(user, Role(person.role), by=None)
        mark_demonstration(user, by=None)
    return user
