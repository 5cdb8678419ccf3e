"""How are the records of a registry read and written by programs? One set of addresses for each registry."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Protocol, cast

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router, Schema

from guatu.base import clock
from guatu.kernel.access.classes import FieldClass, readable_classes
from guatu.kernel.access.rights import require, rights_of
from guatu.kernel.registry.actions import change_record, create_record
from guatu.kernel.registry.declaration import Registry, Values
from guatu.kernel.registry.filters import read_filters
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.seeing import record_for, records_for
from guatu.kernel.registry.spelling import search_terms
from guatu.kernel.registry.telling import tell_of_records
from guatu.surfaces.api.errors import FieldProblem, Trouble, WrongFieldsError
from guatu.surfaces.api.repeats import once
from guatu.surfaces.api.schemas import (
    LARGEST_KEY,
    asked_schema,
    page_schema,
    plain_record,
    record_schema,
    values_of,
    write_schema,
)

MOST = 200
USUAL = 50
Number = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
Size = Annotated[int, Query(ge=1, le=MOST)]
Place = Annotated[str, Query(max_length=40, description="`next` of the stretch before.")]
RepeatKey = Annotated[str, Header(alias="Idempotency-Key", description="The same key does nothing twice.")]
_TROUBLES = dict.fromkeys((400, 401, 403, 404, 409, 422), Trouble)


class Sent(Protocol):
    """What a write brings."""

    record: Schema
    source: str
    as_of: date | None


class SentChange(Sent, Protocol):
    """What a change brings."""

    seen: datetime | None


def add_records(router: Router, registry: Registry) -> None:
    """Gives the router the addresses of one registry: list, record, create, change."""
    record = record_schema(registry)
    _add_reading(router, registry, record)
    _add_writing(router, registry, record)


def _add_reading(router: Router, registry: Registry, record: type[Schema]) -> None:
    page, question = page_schema(registry, record), asked_schema(registry)
    where, tags = f"/{registry.slug}", [registry.slug]

    def list_records(
        request: HttpRequest,
        asked: Schema,
        cursor: Place = "",
        limit: Size = USUAL,
        changed_since: datetime | None = None,
    ) -> dict[str, object]:
        given = asked.dict()
        user = cast("User", request.user)
        found = _listed(user, registry, given, changed_since, _after(cursor), limit + 1)
        classes = readable_classes(rights_of(user))
        tell_of_records(user, registry, found[:limit], registry.fields, classes)
        items = [plain_record(registry, each, classes) for each in found[:limit]]
        return {"items": items, "next": _cursor(found[limit - 1].pk) if len(found) > limit else None}

    def send_record(request: HttpRequest, pk: Number) -> dict[str, object]:
        user = cast("User", request.user)
        found = record_for(user, registry, pk, omitted=["search_text"])
        classes = readable_classes(rights_of(user))
        tell_of_records(user, registry, [found], registry.fields, classes)
        return plain_record(registry, found, classes)

    list_records.__annotations__["asked"] = Annotated[question, Query()]  # type: ignore[type-arg]  # made here
    router.get(
        where,
        response={200: page, **_TROUBLES},
        operation_id=f"list_{registry.slug}",
        summary=f"{registry.slug}: a stretch of the list, by key",
        tags=tags,
    )(list_records)
    router.get(
        f"{where}/{{pk}}",
        response={200: record, **_TROUBLES},
        operation_id=f"read_{registry.slug}",
        summary=f"{registry.slug}: one record",
        tags=tags,
    )(send_record)


def _add_writing(router: Router, registry: Registry, record: type[Schema]) -> None:
    new, change = write_schema(registry, whole=True), write_schema(registry, whole=False)
    where, tags = f"/{registry.slug}", [registry.slug]

    def create(request: HttpRequest, sent: new, key: RepeatKey = "") -> HttpResponse:  # type: ignore[valid-type]
        user = _writer(request, registry)

        def do() -> HttpResponse:
            said = cast("Sent", sent)
            values = _checked(registry, _sent_values(registry, user, said), {})
            made = create_record(registry, values, by=user, source=said.source, as_of=_day(said))
            return _answer(user, registry, record, made.pk, 201)

        return once(request, user, do)

    def update(request: HttpRequest, pk: Number, sent: change, key: RepeatKey = "") -> HttpResponse:  # type: ignore[valid-type]
        user = _writer(request, registry)

        def do() -> HttpResponse:
            said = cast("SentChange", sent)
            standing = record_for(user, registry, pk)
            before = {name: getattr(standing, info.field.attname) for name, info in registry.fields.items()}
            values = _checked(registry, _sent_values(registry, user, said), before)
            change_record(
                registry, standing, values, by=user, source=said.source, as_of=_day(said), seen=said.seen
            )
            return _answer(user, registry, record, pk, 200)

        return once(request, user, do)

    create.__annotations__["sent"] = new
    update.__annotations__["sent"] = change
    router.post(
        where,
        response={201: record, **_TROUBLES},
        operation_id=f"create_{registry.slug}",
        summary=f"{registry.slug}: a new record",
        tags=tags,
    )(create)
    router.patch(
        f"{where}/{{pk}}",
        response={200: record, **_TROUBLES},
        operation_id=f"change_{registry.slug}",
        summary=f"{registry.slug}: change fields of a record",
        tags=tags,
    )(update)


def _listed(
    user: User,
    registry: Registry,
    given: dict[str, str],
    changed_since: datetime | None,
    after: int,
    count: int,
) -> Sequence[Record]:
    """Records by their keys, so that none is passed over or told twice while others are written."""
    filtered = read_filters(registry, given, readable_classes(rights_of(user)))
    if filtered.complaints:
        raise WrongFieldsError([FieldProblem(field="", message=message) for message in filtered.complaints])
    condition = filtered.condition & Q(pk__gt=after)
    for term in search_terms(given["q"]):
        condition &= Q(search_text__contains=term)
    if changed_since is not None:
        if changed_since.tzinfo is None:
            changed_since = changed_since.replace(tzinfo=clock.ZONE_TIME)
        condition &= Q(changed_at__gte=changed_since)
    return list(records_for(user, registry).filter(condition).order_by("pk").defer("search_text")[:count])


def _writer(request: HttpRequest, registry: Registry) -> User:
    require(request.user, registry.edit_right)
    return cast("User", request.user)


def _sent_values(registry: Registry, user: User, sent: Sent) -> Values:
    return values_of(registry, sent.record, readable_classes(rights_of(user)))


def _checked(registry: Registry, values: Values, before: Values) -> Values:
    """The values, once the trade's own check finds nothing wrong with the record as it will be."""
    if registry.check is not None:
        found = registry.check({**before, **values}, clock.today())
        wrong = [each for each in found if each.severity == "error"]
        if wrong:
            raise WrongFieldsError([FieldProblem(field=each.field, message=each.sentence) for each in wrong])
    return values


def _answer(user: User, registry: Registry, schema: type[Schema], pk: int, status: int) -> HttpResponse:
    classes: frozenset[FieldClass] = readable_classes(rights_of(user))
    plain = plain_record(registry, record_for(user, registry, pk), classes)
    body = schema.model_validate(plain).model_dump_json()
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")


def _day(sent: Sent) -> date:
    if sent.as_of is not None and sent.as_of > clock.today():
        raise WrongFieldsError([FieldProblem(field="as_of", message="a day to come")])
    return sent.as_of or clock.today()


def _cursor(pk: int) -> str:
    return base64.urlsafe_b64encode(str(pk).encode()).decode().rstrip("=")


def _after(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        number = int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii"))
    except ValueError:
        raise WrongFieldsError([FieldProblem(field="cursor", message="not a cursor of this list")]) from None
    if not 0 <= number <= LARGEST_KEY:
        raise Http404
    return number
