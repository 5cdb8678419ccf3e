"""Which records of a registry does somebody see?"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model, Q, QuerySet

from guatu.kernel.access.scopes import get, scope
from guatu.kernel.registry.declaration import Part, Registry
from guatu.kernel.registry.duplicates import without_duplicates
from guatu.kernel.registry.models import Record


def records_for(user: AbstractBaseUser | AnonymousUser, registry: Registry) -> QuerySet[Record]:
    """The records that the user sees; PermissionDenied without the registry's right."""
    return scope(user, registry.model, registry.view_right)


def listed_for(user: AbstractBaseUser | AnonymousUser, registry: Registry) -> QuerySet[Record]:
    """The records that the user sees, without those that point to another as its duplicates."""
    return without_duplicates(registry, records_for(user, registry))


def record_for(
    user: AbstractBaseUser | AnonymousUser, registry: Registry, pk: int, *, omitted: Sequence[str] = ()
) -> Record:
    """The record with all that its fields point to; Http404 where there is none, or it is another's."""
    links = [info.name for info in registry.fields.values() if info.kind == "link"]
    return get(user, registry.model, pk, need=registry.view_right, joined=links, omitted=omitted)


def rows_of(part: Part, record: Record) -> QuerySet[Model]:
    """The rows of a part that hang on a record: who sees the record sees them, field by field."""
    return part.model._default_manager.filter(**{part.key: record})


def public_records(registry: Registry) -> QuerySet[Record]:
    """The records that everybody sees without signing in; none where the registry is not public."""
    only = registry.public.only if registry.public else Q(pk__in=())
    return without_duplicates(registry, registry.model._default_manager.filter(only))
