"""Who is one person here: posts, roles and what they allow, leaves, and what is done about them?"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.kernel.access.actions import (
    appoint,
    end_tenure,
    set_roles,
    switch_off_account,
    switch_on_account,
)
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.models import DeputyAct, Leave, Post, Tenure
from guatu.kernel.access.rights import may, rights_of_roles
from guatu.kernel.access.roles import SEPARATED, Role, named_roles, role_name
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.access.wording import right_name
from guatu.surfaces.desk.views.people_forms import day_or_none, said_or_refused

SHOWN_ACTS = 30


@needs("people.view")
@require_safe
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's posts, roles, rights and leaves; for a security administrator with what can be done."""
    person = get(request.user, User, pk)
    held = named_roles(person.groups.values_list("name", flat=True))
    own, manages = person.pk == reader(request).pk, may(request.user, "accounts.manage")
    context = {
        "person": person,
        "own": own,
        "manages": manages and not own,
        "arranges": manages or own,
        "today": clock.today(),
        "tenures": scope(request.user, Tenure).filter(person=person).select_related("post__department"),
        "roles": [(role, role_name(role), role in held) for role in Role if role is not Role.ENTERPRISE],
        "role_names": [role_name(role) for role in Role if role in held],
        "allowed": [right_name(need) for need in sorted(rights_of_roles(held))],
        "leaves": scope(request.user, Leave).filter(person=person).select_related("deputy")[:20],
        "covered": scope(request.user, Leave).filter(deputy=person, **_not_over()).select_related("person"),
        "acts": _acts(request, person),
        "can_be_viewed": not own and not held & SEPARATED and person.is_active,
    }
    if context["arranges"]:
        context |= {"posts": _open_posts(request), "deputies": _deputies(request, person)}
    return render(request, "desk/people/person.html", context)


@needs("accounts.manage")
@require_POST
def change_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives and takes roles until the person holds exactly the ticked ones."""
    person = get(request.user, User, pk, need="accounts.manage")
    wanted = named_roles(request.POST.getlist("roles"))

    def change() -> None:
        set_roles(person, wanted, by=reader(request))

    said_or_refused(request, change, _("The roles are changed."))
    return redirect("desk:person", pk)


@needs("accounts.manage")
@require_POST
def take_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets the person hold a post from a day on."""
    person = get(request.user, User, pk, need="accounts.manage")
    post = get(request.user, Post, request.POST.get("post"), need="accounts.manage")

    def change() -> None:
        appoint(person, post, by=reader(request), since=day_or_none(request, "since"))

    said_or_refused(request, change, _("Appointed."))
    return redirect("desk:person", pk)


@needs("accounts.manage")
@require_POST
def leave_post(request: HttpRequest, pk: int, tenure: int) -> HttpResponse:
    """Ends a tenure with a last day."""
    found = get(request.user, Tenure, tenure, need="accounts.manage", person=pk)

    def change() -> None:
        end_tenure(found, by=reader(request), until=day_or_none(request, "until"))

    said_or_refused(request, change, _("The tenure has a last day now."))
    return redirect("desk:person", pk)


@needs("accounts.manage")
@require_POST
def switch(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Switches the account off, or on again."""
    ways: dict[str, tuple[Callable[..., User], str]] = {
        "off": (switch_off_account, _("The account is switched off; nobody comes in with it.")),
        "on": (switch_on_account, _("The account can be used again.")),
    }
    if way not in ways:
        raise Http404
    person = get(request.user, User, pk, need="accounts.manage")
    act, done = ways[way]
    said_or_refused(request, lambda: act(person, by=reader(request)), done)
    return redirect("desk:person", pk)


def _not_over() -> dict[str, object]:
    return {"withdrawn_at": None, "last_day__gte": clock.today()}


def _acts(request: HttpRequest, person: User) -> QuerySet[DeputyAct]:
    acts = scope(request.user, DeputyAct).filter(absent=person)
    return acts.select_related("deputy")[:SHOWN_ACTS]


def _open_posts(request: HttpRequest) -> QuerySet[Post]:
    return scope(request.user, Post).filter(abolished_on=None).select_related("department")


def _deputies(request: HttpRequest, person: User) -> QuerySet[User]:
    """Who can be named as deputy: people with an account in use and a role of the zone."""
    people = scope(request.user, User).filter(is_active=True, groups__isnull=False).exclude(pk=person.pk)
    return people.exclude(groups__name=Role.ENTERPRISE).distinct().order_by("last_name", "username")
