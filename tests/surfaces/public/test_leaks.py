"""Does any page or file tell somebody what is not for them?

Into every field of a record goes a mark that stands nowhere else. Then everything that is handed out is
fetched, by strangers and by every role, and searched for the marks of the fields that are not theirs. A new
registry, field, page or file is in it without being named here.
"""

import itertools
import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, models, transaction
from python_calamine import CalamineWorkbook

from guatu.base import clock
from guatu.kernel.access.classes import FieldClass, readable_classes
from guatu.kernel.access.rights import RIGHTS, Role, rights_of
from guatu.kernel.registry.actions import publish_file
from guatu.kernel.registry.actions.writing import search_text_of
from guatu.kernel.registry.declaration import all_registries

pytestmark = pytest.mark.django_db
# The machinery's own; what they say is told by the fields.
OWN = {"id", "demonstration", "recorded_at", "changed_at"}
SMALL = models.SmallIntegerField | models.PositiveSmallIntegerField
STAFF = [role for role in Role if role in RIGHTS["records.view"]]
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Marked:
    """A record full of marks: by field, and those of the rows that hang on it."""

    record: models.Model
    marks: dict[str, str]
    part_marks: dict[tuple[str, str], str]


def mark_for(field):
    """A value that stands nowhere else and how it reads; None where the field can hold none."""
    number = next(_numbers)
    if field.choices or isinstance(field, models.BooleanField):
        return None
    if isinstance(field, models.DateTimeField):
        return None
    if isinstance(field, models.DateField):
        day = date(1951, 1, 1) + timedelta(days=number)
        return day, day.isoformat()
    if isinstance(field, models.DecimalField):
        value = Decimal(number) / 10**field.decimal_places + (
            61 if field.max_digits - field.decimal_places > 1 else 0
        )
        return value, f"{value.normalize():f}"
    if isinstance(field, models.IntegerField) and not isinstance(field, SMALL):
        return 7_000_000 + number, str(7_000_000 + number)
    if isinstance(field, models.JSONField):
        pair = [f"MK{number:04}J", "2019-01-01"]
        if field.name == "care_before":
            pair.insert(1, None)
        return ([pair] if field.default is list else {"": pair}), pair[0]
    if isinstance(field, models.CharField | models.TextField):
        text = f"MK{number:04}T"
        return (text, text) if not field.max_length or field.max_length >= len(text) else None
    return None


def plain_value(field):
    """What a field must have where no mark fits: its first choice, a row that it points to, a moment."""
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != "")
    if isinstance(field, models.ForeignKey):
        model = field.related_model
        return User.objects.create_user(f"u{next(_numbers)}") if model is User else fill(model)[0]
    if isinstance(field, models.DateTimeField):
        return clock.now()
    if isinstance(field, models.IntegerField):
        return 1
    return False if isinstance(field, models.BooleanField) else ""


def fill(model, **given):
    """A saved row of the model with a mark in every field that can hold one."""
    values, marks = dict(given), {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in values:
            continue
        marked = None if field.name in OWN else mark_for(field)
        if marked is not None:
            values[field.name], marks[field.name] = marked
        elif not (field.null or field.has_default()) or field.name in OWN:
            values[field.name] = plain_value(field)
    # What the database does not let stand together (a day of something that is only planned) stays empty.
    left_out = [(), *((field.name,) for field in model._meta.concrete_fields if field.null or field.blank)]
    for names in left_out:
        kept = {name: value for name, value in values.items() if name not in names}
        with suppress(IntegrityError), transaction.atomic():
            return model._default_manager.create(**kept), {n: m for n, m in marks.items() if n in kept}
    raise AssertionError(f"no row of {model.__name__} can be made: say here how")


def marked(registry):
    record, marks = fill(registry.model)
    registry.model._default_manager.filter(pk=record.pk).update(search_text=search_text_of(registry, record))
    part_marks = {}
    for part in registry.parts:
        _row, of_row = fill(part.model, **{part.key: record})
        part_marks |= {(part.name, name): mark for name, mark in of_row.items()}
    return Marked(record, marks, part_marks)


def text_of(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    if content.startswith(b"PK"):
        sheets = CalamineWorkbook.from_filelike(BytesIO(content))
        return str([sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names])
    return content.decode("utf-8", "replace")


def crawl(client, starts, inside):
    """Every page and file that can be reached from these, by address."""
    waiting, seen = deque(starts), {}
    while waiting:
        address = waiting.popleft()
        if address in seen:
            continue
        answer = client.get(address)
        seen[address] = text_of(answer)
        if answer["Content-Type"].startswith("text/html"):
            base = address.partition("?")[0]
            for found in re.findall(r'(?:href|data-map)="([^"#]+)', seen[address]):
                found = found.replace("&amp;", "&")
                found = base + found if found.startswith("?") else found
                if found.startswith(inside):
                    waiting.append(found)
    return seen


def leaks(pages, marks):
    return [
        (address, name) for address, text in pages.items() for name, mark in marks.items() if mark in text
    ]


def public_registries():
    return [registry for registry in all_registries() if registry.public]


def test_something_is_public():
    assert public_registries()


@pytest.mark.parametrize("registry", public_registries(), ids=lambda registry: registry.slug)
def test_strangers_see_open_columns_and_nothing_else(client, registry):
    planted = marked(registry)
    publish_file(registry)
    pages = crawl(client, ["/robots.txt", "/open/", f"/open/{registry.slug}/"], ("/open/",))
    assert f"/open/{registry.slug}/{planted.record.pk}" in pages
    assert f"/open/{registry.slug}/files/1.csv" in pages
    assert f"/open/{registry.slug}/datapackage.json" in pages
    closed = {name: mark for name, mark in planted.marks.items() if name not in registry.public.columns}
    assert len(closed) > 5
    assert leaks(pages, closed) == []
    assert leaks(pages, planted.part_marks) == []
    # Neither a search, nor an order, nor a filter, nor a column that is asked for tells them.
    every = f"/open/{registry.slug}/"
    before = client.get(every).context["listing"].count
    for name, mark in closed.items():
        assert client.get(every, {"q": mark}).context["listing"].count == 0, name
        answer = client.get(every, {"sort": name, name: mark, f"{name}_from": mark, "columns": name})
        assert answer.context["listing"].count == before, name
        assert answer.context["listing"].sort != name
        assert {info.name for info in answer.context["listing"].columns} <= set(registry.public.columns)


def kept_closely():
    """The registries with a field, of theirs or of what hangs on a record, that not all staff may read."""
    for registry in all_registries():
        classes = {*registry.classes.values(), *(c for part in registry.parts for c in part.classes.values())}
        if classes - {FieldClass.OPEN, FieldClass.INTERNAL}:
            yield registry


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("registry", list(kept_closely()), ids=lambda registry: registry.slug)
def test_no_role_reads_a_field_of_a_closer_class(client, registry, role):
    planted = marked(registry)
    user = User.objects.create_user("reader")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    readable = readable_classes(rights_of(user))
    closed = {name: mark for name, mark in planted.marks.items() if registry.class_of(name) not in readable}
    for part in registry.parts:
        classes = {name: part.classes.get(name, FieldClass.OPEN) for name in part.fields}
        closed |= {
            f"{part.name}.{name}": mark
            for (of, name), mark in planted.part_marks.items()
            if of == part.name and classes.get(name) not in (None, *readable)
        }
    client.force_login(user)
    if registry.view_right not in rights_of(user):
        pytest.skip("the role does not open this registry")
    base = f"/registries/{registry.slug}/"
    columns = "&".join(f"column={name}" for name in registry.fields)
    starts = [base, f"{base}?{columns}", f"{base}export.csv?{columns}", f"{base}export.xlsx?{columns}"]
    starts += [f"{base}{planted.record.pk}", f"{base}{planted.record.pk}/history"]
    pages = crawl(client, starts, (base,))
    assert f"{base}{planted.record.pk}" in pages
    assert leaks(pages, closed) == []
