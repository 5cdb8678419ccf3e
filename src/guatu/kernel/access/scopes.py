"""Which rows of a model does somebody see? Views ask here and nowhere else; what nobody declared is shut.

scope(user, Plan)                            every plan that the user may see
get(user, Plan, pk, need="plan.review")      that plan: 403 without the right, 404 where it is another's
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError
from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.access.queries import departments_of
from guatu.kernel.access.rights import RIGHTS, Role, may, require, roles_of

M = TypeVar("M", bound=Model)
Reader = AbstractBaseUser | AnonymousUser
NOBODYS = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Scoping:
    """Who sees which rows: what is said below adds up, and what is not said is not seen.

    `need` is the right that seeing any of them takes. `zone`: all rows, for everybody of the staff with that
    right, or for holders of the right that is named here. `departments`: the rows whose department (by these
    paths) the reader works in. `person`: those in which this path leads to the reader. `enterprise`: those in
    which this path leads to the key of the enterprise that the reader acts for. `public`: for everybody.
    """

    need: str
    zone: bool | str = False
    departments: tuple[str, ...] = ()
    person: str = ""
    enterprise: str = ""
    public: Q | None = None

    def __post_init__(self) -> None:
        rights = [self.need, *([self.zone] if isinstance(self.zone, str) else [])]
        for right in rights:
            if right not in RIGHTS:
                raise GuatuError("unknown_right", f"a scope names {right}, and no right is called that")
        if not (self.zone or self.departments or self.person or self.enterprise or self.public):
            raise GuatuError("empty_scope", "a scope that nobody is in: say who sees these rows")


_declared: dict[type[Model], Scoping] = {}


def declare(model: type[Model], scoping: Scoping) -> None:
    """Says who sees the rows of a model: once, in `AppConfig.ready()` of the trade that keeps it."""
    if _declared.setdefault(_table_of(model), scoping) != scoping:
        raise GuatuError("scope_declared_twice", f"who sees {model.__name__} is declared already, otherwise")


def forget(model: type[Model]) -> None:
    """Takes a declaration back: for tests, which declare their own."""
    _declared.pop(_table_of(model), None)


def scoping_of(model: type[Model]) -> Scoping:
    """What is declared of a model; GuatuError `no_scope` where nothing is."""
    try:
        return _declared[_table_of(model)]
    except KeyError:
        raise GuatuError("no_scope", f"nobody said who may see {model.__name__}, so nobody may") from None


def declared_models() -> tuple[type[Model], ...]:
    """The models of which somebody said who sees them."""
    return tuple(_declared)


def scope(user: Reader, model: type[M], need: str | None = None) -> QuerySet[M]:
    """The rows that the user sees, all of them; PermissionDenied without the right.

    Without the right, and without a `need` of the caller's own, what is public is seen all the same.
    """
    scoping = scoping_of(model)
    rows: QuerySet[M] = model._default_manager.all()
    if need is None and scoping.public is not None and not may(user, scoping.need):
        return rows.filter(scoping.public)
    require(user, need or scoping.need)
    seen = _seen(user, scoping, model)
    return rows if seen is None else rows.filter(seen)


def get(
    user: Reader,
    model: type[M],
    pk: object,
    *,
    need: str | None = None,
    joined: Sequence[str] = (),
    omitted: Sequence[str] = (),
    **conditions: object,
) -> M:
    """The row of that key, for which the conditions hold; PermissionDenied without the right.

    Http404 where there is none, and where it is another's: that it exists is not said either. `joined` rows
    are fetched with it, `omitted` columns when they are asked for.
    """
    rows = scope(user, model, need)
    rows = rows.select_related(*joined) if joined else rows
    try:
        found = rows.defer(*omitted).filter(pk=pk, **conditions).first()
    except (ValueError, OverflowError):  # no key looks like this
        found = None
    if found is None:
        raise Http404(_("There is no such page, or it is not for you."))
    return found


def is_seen(user: Reader, instance: Model, need: str | None = None) -> bool:
    """Whether the user may see this row."""
    try:
        return scope(user, type(instance), need).filter(pk=instance.pk).exists()
    except PermissionDenied:
        return False


def _seen(user: Reader, scoping: Scoping, model: type[Model]) -> Q | None:
    """Which rows somebody with the right sees; None for all."""
    seen = NOBODYS if scoping.public is None else scoping.public
    if Role.ENTERPRISE in roles_of(user):
        own = own_enterprise(user)
        return seen if own is None or not scoping.enterprise else seen | Q(**{scoping.enterprise: own})
    if scoping.zone is True or (isinstance(scoping.zone, str) and may(user, scoping.zone)):
        return None
    if scoping.departments:
        seen |= _of_departments(departments_of(user), scoping.departments, model)
    if scoping.person:
        seen |= Q(**{scoping.person: user.pk})
    return seen


def _of_departments(keys: frozenset[int], paths: Sequence[str], model: type[Model]) -> Q:
    # By a query of its own: a path may lead to many departments, and a row is listed once.
    by_any = Q()
    for path in paths:
        by_any |= Q(**{f"{path}__in": keys})
    return Q(pk__in=model._default_manager.filter(by_any).values("pk"))


def _table_of(model: type[Model]) -> type[Model]:
    return model._meta.concrete_model or model
