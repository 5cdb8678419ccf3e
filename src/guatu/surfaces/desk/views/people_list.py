"""Who works in which department, on which post, and who is away?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.kernel.access.gate import needs
from guatu.kernel.access.models import Department, Leave, Post, Tenure
from guatu.kernel.access.roles import Role, named_roles, role_name
from guatu.kernel.access.scopes import scope


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the list: on which post (none for who holds none), with which roles, away until when."""

    person: User
    post: Post | None
    roles: tuple[str, ...]
    leave: Leave | None


@dataclass(frozen=True, slots=True)
class DepartmentRows:
    """A department with those who work in it, and its posts that nobody holds."""

    department: Department
    rows: tuple[PersonRow, ...]
    vacant: tuple[Post, ...]


@needs("people.view")
@require_safe
def list_people(request: HttpRequest) -> HttpResponse:
    """The departments with their people; then who has an account and no post."""
    today = clock.today()
    leaves = {leave.person_id: leave for leave in scope(request.user, Leave).filter(**_lasting())}
    people = {person.pk: person for person in _staff(request)}
    tenures = [
        tenure
        for tenure in scope(request.user, Tenure).filter(since__lte=today).select_related("post")
        if tenure.person_id in people and (tenure.until is None or tenure.until >= today)
    ]
    posts = scope(request.user, Post).filter(abolished_on=None)
    groups = [
        _department(each, tenures, [post for post in posts if post.department_id == each.pk], people, leaves)
        for each in scope(request.user, Department)
    ]
    placed = {tenure.person_id for tenure in tenures}
    rest = [_row(person, None, leaves) for key, person in people.items() if key not in placed]
    context = {"groups": groups, "rest": rest, "count": len(people)}
    return render(request, "desk/people/list.html", context)


def role_names(user: User) -> tuple[str, ...]:
    """What the roles of an account are called, in the order of the table of rights."""
    held = named_roles(group.name for group in user.groups.all())
    return tuple(role_name(role) for role in Role if role in held)


def _staff(request: HttpRequest) -> Iterable[User]:
    # Accounts of enterprises stand on the pages of the enterprises.
    people = scope(request.user, User).exclude(groups__name=Role.ENTERPRISE)
    return people.filter(is_active=True).prefetch_related("groups").order_by("last_name", "username")


def _lasting() -> dict[str, object]:
    today = clock.today()
    return {"withdrawn_at": None, "first_day__lte": today, "last_day__gte": today}


def _department(
    department: Department,
    tenures: Iterable[Tenure],
    posts: Iterable[Post],
    people: dict[int, User],
    leaves: dict[int, Leave],
) -> DepartmentRows:
    inside = [tenure for tenure in tenures if tenure.post.department_id == department.pk]
    held = {tenure.post_id for tenure in inside}
    rows = tuple(_row(people[tenure.person_id], tenure.post, leaves) for tenure in inside)
    return DepartmentRows(department, rows, tuple(post for post in posts if post.pk not in held))


def _row(person: User, post: Post | None, leaves: dict[int, Leave]) -> PersonRow:
    return PersonRow(person, post, role_names(person), leaves.get(person.pk))
