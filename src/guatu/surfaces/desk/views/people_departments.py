"""Which departments and posts are there, and how are new ones set up?"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.actions import (
    abolish_post,
    create_department,
    create_post,
    open_account,
    rename_department,
)
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.models import Department, Post, Tenure
from guatu.kernel.access.scopes import get, scope
from guatu.surfaces.desk.views.people_forms import said_or_refused


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with those who hold it today."""

    post: Post
    holders: tuple[User, ...]


@needs("accounts.manage")
@require_safe
def show_department(request: HttpRequest, pk: int) -> HttpResponse:
    """A department's names and posts, with what can be done about them."""
    department = get(request.user, Department, pk, need="accounts.manage")
    today = clock.today()
    tenures = scope(request.user, Tenure).filter(post__department=department, since__lte=today)
    lasting = [each for each in tenures.select_related("person") if not each.until or each.until >= today]
    posts = scope(request.user, Post).filter(department=department, abolished_on=None)
    rows = [
        PostRow(post, tuple(each.person for each in lasting if each.post_id == post.pk)) for post in posts
    ]
    return render(request, "desk/people/department.html", {"department": department, "rows": rows})


@needs("accounts.manage")
@require_POST
def new_department(request: HttpRequest) -> HttpResponse:
    """Sets a department up."""
    code, name_zh, name_en = (request.POST.get(name, "") for name in ("code", "name_zh", "name_en"))

    def act() -> None:
        create_department(code, name_zh, by=reader(request), name_en=name_en)

    said_or_refused(request, act, _("The department is set up."))
    return redirect("desk:people")


@needs("accounts.manage")
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a department other names."""
    department = get(request.user, Department, pk, need="accounts.manage")
    name_zh, name_en = (request.POST.get(name, "") for name in ("name_zh", "name_en"))

    def act() -> None:
        rename_department(department, name_zh, name_en, by=reader(request))

    said_or_refused(request, act, _("Saved."))
    return redirect("desk:department", pk)


@needs("accounts.manage")
@require_POST
def new_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets up a post in the department."""
    department = get(request.user, Department, pk, need="accounts.manage")

    def act() -> None:
        create_post(
            department,
            request.POST.get("title_zh", ""),
            by=reader(request),
            title_en=request.POST.get("title_en", ""),
            is_leader=request.POST.get("is_leader") == "1",
        )

    said_or_refused(request, act, _("The post is set up."))
    return redirect("desk:department", pk)


@needs("accounts.manage")
@require_POST
def abolish(request: HttpRequest, pk: int) -> HttpResponse:
    """Abolishes a post that nobody holds."""
    post = get(request.user, Post, pk, need="accounts.manage")
    said_or_refused(request, lambda: abolish_post(post, by=reader(request)), _("The post is abolished."))
    return redirect("desk:department", post.department_id)


@needs("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """The form of a new account; a post opens it and goes to the person's page."""
    names = ("username", "family_name", "given_name", "email")
    given = {name: request.POST.get(name, "") for name in names}
    problem = ""
    if request.method == "POST":
        try:
            return redirect("desk:person", open_account(by=reader(request), **given).pk)
        except Refused as refused:
            problem = refused.sentence
    context = {"given": given, "problem": problem}
    return render(request, "desk/people/new_account.html", context, status=422 if problem else 200)
