"""How do departments, posts and those who hold them come and go?"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.models import Department, Post, Tenure
from guatu.kernel.access.standing import forget_standing
from guatu.kernel.ledger.context import ledgered


@ledgered("access.create_department")
def create_department(
    code: str, name_zh: str, *, by: User | None, name_en: str = "", order: int | None = None
) -> Department:
    """Sets a department up, at the end of the list where no place is said; refused for a code in use."""
    _refuse_without_name(name_zh)
    if Department.objects.filter(code=code).exists():
        raise Refused("code_in_use", _("Another department has this code."))
    last = Department.objects.order_by("-order").values_list("order", flat=True).first()
    place = order if order is not None else (last or 0) + 1
    return Department.objects.create(code=code, name_zh=name_zh.strip(), name_en=name_en.strip(), order=place)


@ledgered("access.rename_department")
def rename_department(department: Department, name_zh: str, name_en: str, *, by: User | None) -> Department:
    """Gives a department other names; its code, and what hangs on it, stay."""
    _refuse_without_name(name_zh)
    department.name_zh, department.name_en = name_zh.strip(), name_en.strip()
    department.save(update_fields=["name_zh", "name_en"])
    return department


@ledgered("access.create_post")
def create_post(
    department: Department,
    title_zh: str,
    *,
    by: User | None,
    title_en: str = "",
    is_leader: bool = False,
) -> Post:
    """Sets up a post; refused where the department has one of that title."""
    names = {"title_zh": title_zh.strip(), "title_en": title_en.strip()}
    try:
        with transaction.atomic():
            return Post.objects.create(department=department, is_leader=is_leader, **names)
    except IntegrityError:
        said = _("This department has a post of that title already.")
        raise Refused("title_in_use", said) from None


@ledgered("access.abolish_post")
def abolish_post(post: Post, *, by: User | None) -> Post:
    """Abolishes a post from today on; refused while somebody holds it."""
    if Tenure.objects.on(clock.today()).filter(post=post).exists():
        raise Refused("held", _("Somebody holds this post. End that first."))
    post.abolished_on = clock.today()
    post.save(update_fields=["abolished_on"])
    return post


@ledgered("access.appoint")
def appoint(person: User, post: Post, *, by: User | None, since: date | None = None) -> Tenure:
    """Lets a person hold a post from a day on, today if not said; refused for a post held already."""
    first = since or clock.today()
    if post.abolished_on is not None:
        raise Refused("abolished", _("This post was abolished."))
    if Tenure.objects.filter(person=person, post=post).exclude(until__lt=first).exists():
        raise Refused("held_already", _("This person holds the post already."))
    forget_standing(person)
    return Tenure.objects.create(person=person, post=post, since=first)


@ledgered("access.end_tenure")
def end_tenure(tenure: Tenure, *, by: User | None, until: date | None = None) -> Tenure:
    """Ends a tenure with a last day, today if not said."""
    last = until or clock.today()
    if last < tenure.since:
        raise Refused("before_it_began", _("The last day lies before the first."))
    tenure.until = last
    tenure.save(update_fields=["until"])
    return tenure


def _refuse_without_name(name_zh: str) -> None:
    if not name_zh.strip():
        raise Refused("no_name", _("Give the Chinese name."))
