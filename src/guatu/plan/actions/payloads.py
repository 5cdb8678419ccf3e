"""Is what a page sent well formed, and which rows does it mean? Only what is asked for here is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError, Refused
from guatu.base.quantities import parse_amount
from guatu.kernel.access.models import Department
from guatu.plan.actions.editing import (
    InstitutionFields,
    PlanFields,
    ProjectFields,
    TargetFields,
    TaskFields,
)
from guatu.plan.actions.recording import gone_sentence
from guatu.plan.items import parse_ref
from guatu.plan.models import Identity, Item, Plan, Section, Target, Task

MOST_ITEMS = 5_000
LONGEST_TEXT = 1_000
LARGEST_NUMBER = 2**31 - 1

T = TypeVar("T")
Fields = Mapping[str, object]


@dataclass(frozen=True)
class Sent:
    """A posted action, well formed but not yet looked up."""

    verb: str
    item: str = ""
    items: tuple[str, ...] = ()
    version: int | None = None
    expected_version: int | None = None
    fields: Fields = field(default_factory=dict)
    start: int | None = None
    end: int | None = None
    reason: str = ""
    key: str = ""

    @property
    def refs(self) -> frozenset[str]:
        """The ids of all items that were named."""
        return frozenset((*self.items, *((self.item,) if self.item else ())))


@dataclass(frozen=True)
class Owners:
    """Who is to answer for items."""

    lead: Department | None
    supporting: tuple[Department, ...]
    leader: User | None


def parse(data: object) -> Sent:
    """The posted object with known keys of the right types; anything else is refused."""
    known = _object(data)
    unknown = set(known) - set(_KEYS)
    if unknown or not isinstance(known.get("verb"), str):
        raise _malformed(", ".join(sorted(map(str, unknown))) or "verb")
    return Sent(**{key: _KEYS[key](value, key) for key, value in known.items()})  # type: ignore[arg-type]  # each checked by _KEYS


def item(plan: Plan, sent: Sent) -> Item:
    """The one item that was named."""
    found = _row(plan, sent.item or (sent.items[0] if len(sent.items) == 1 else ""))
    if not isinstance(found, Item):
        raise _unknown(sent.item)
    return found


def items(plan: Plan, sent: Sent) -> list[Item]:
    """All items that were named."""
    rows: list[Item] = []
    by_model: dict[type[Item], list[int]] = {}
    for ref in sorted(sent.refs):
        model, key = parse_ref(ref)
        if not issubclass(model, Item):
            raise _unknown(ref)
        by_model.setdefault(model, []).append(key)
    for model, keys in by_model.items():
        rows += model._default_manager.filter(plan=plan, pk__in=keys)
    if len(rows) < len(sent.refs):
        raise _unknown(", ".join(sorted(sent.refs)))
    for row in rows:
        row.plan = plan
    return rows


def assigned_items(plan: Plan, sent: Sent) -> list[Target | Task]:
    """The targets and tasks that were named; projects and institutions have no owner."""
    rows = items(plan, sent)
    found = [row for row in rows if isinstance(row, Target | Task)]
    if len(found) < len(rows):
        raise Refused("cannot_assign", _("Only targets and tasks are assigned."))
    return found


def target(plan: Plan, sent: Sent) -> Target:
    """The target that was named."""
    found = item(plan, sent)
    if not isinstance(found, Target):
        raise _unknown(sent.item)
    return found


def identity(plan: Plan, sent: Sent) -> Identity:
    """The sum that was named."""
    found = _row(plan, sent.item)
    if not isinstance(found, Identity):
        raise _unknown(sent.item)
    return found


def section(plan: Plan, fields: Fields) -> Section | None:
    """The section that was named in the fields, if any."""
    if "section" not in fields:
        return None
    found = plan.sections.filter(ref=text(fields, "section")).first()
    if found is None:
        raise Refused("unknown_section", _("There is no such section in this plan."))
    return found


def place(value: int | None) -> int:
    """An offset that must be there."""
    if value is None:
        raise _malformed("start")
    return value


def text(fields: Fields, name: str) -> str:
    """A text that must be there."""
    return _text(fields.get(name), name)


def optional_text(fields: Fields, name: str) -> str | None:
    """A text, or None when it is not there."""
    return None if fields.get(name) is None else text(fields, name)


def owners(fields: Fields) -> Owners:
    """Departments and leader of an assignment."""
    lead, leader = fields.get("lead"), fields.get("leader")
    helpers = _numbers(fields.get("supporting") or [], "supporting")
    departments = Department.objects.in_bulk(helpers)
    if len(departments) < len(set(helpers)):
        raise _unknown_owner()
    return Owners(
        lead=None if lead is None else _existing(Department.objects.filter(pk=_number(lead, "lead")).first()),
        supporting=tuple(departments.values()),
        leader=None
        if leader is None
        else _existing(User.objects.filter(pk=_number(leader, "leader")).first()),
    )


def target_fields(plan: Plan, fields: Fields) -> TargetFields:
    """What is to be corrected of a target."""
    readers = {
        **dict.fromkeys(("subject", "comparator", "unit", "scope", "modality", "deadline"), _text),
        **dict.fromkeys(("value", "value_hi"), _amount),
        "kind": _text,
        "target_kind": _text,
        "due": _day,
        **_SPAN,
        "parent": lambda value, name: _parent(plan, value),
    }
    read = _read(fields, readers)
    if "target_kind" in read:
        read["kind"] = read.pop("target_kind")
    return cast("TargetFields", read)


def task_fields(fields: Fields) -> TaskFields:
    """What is to be corrected of a task."""
    readers = {"checkable": _yes_or_no, "deadline": _text, "due": _day, **_SPAN}
    return cast("TaskFields", _read(fields, readers))


def project_fields(fields: Fields) -> ProjectFields:
    """What is to be corrected of a project."""
    return cast("ProjectFields", _read(fields, {"name": _text, "stage": _text, "deadline": _text, **_SPAN}))


def institution_fields(fields: Fields) -> InstitutionFields:
    """What is to be corrected of an institution."""
    return cast("InstitutionFields", _read(fields, {"name": _text, **_SPAN}))


def plan_fields(fields: Fields) -> PlanFields:
    """What is to be corrected of the plan itself."""
    return cast("PlanFields", _read(fields, {"title": _text, "year": _number}))


def _row(plan: Plan, ref: str) -> Item | Identity:
    model, key = parse_ref(ref)
    found = model._default_manager.filter(plan=plan, pk=key).first()
    if found is None:
        raise Refused("gone", gone_sentence())
    found.plan = plan
    return found


def _parent(plan: Plan, value: object) -> Target | None:
    if value in (None, ""):
        return None
    model, key = parse_ref(_text(value, "parent"))
    found = Target.objects.filter(plan=plan, pk=key).first() if model is Target else None
    if found is None:
        raise _unknown(str(value))
    return found


def _read(fields: Fields, readers: Mapping[str, Callable[[object, str], object]]) -> dict[str, object]:
    unknown = set(fields) - set(readers)
    if unknown or not fields:
        raise _malformed(", ".join(sorted(unknown)) or "fields")
    return {name: readers[name](value, name) for name, value in fields.items()}


def _existing(found: T | None) -> T:
    if found is None:
        raise _unknown_owner()
    return found


def _text(value: object, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\x00" in value:
        raise _malformed(name)
    return value.strip()


def _number(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_NUMBER:
        raise _malformed(name)
    return value


def _optional_number(value: object, name: str) -> int | None:
    return None if value is None else _number(value, name)


def _numbers(value: object, name: str) -> list[int]:
    return [_number(each, name) for each in _list(value, name)]


def _texts(value: object, name: str) -> tuple[str, ...]:
    return tuple(_text(each, name) for each in _list(value, name))


def _list(value: object, name: str) -> Sequence[object]:
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise _malformed(name)
    return value


def _object(value: object, name: str = "body") -> dict[str, object]:
    if not isinstance(value, dict):
        raise _malformed(name)
    return value


def _yes_or_no(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise _malformed(name)
    return value


def _amount(value: object, name: str) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        return parse_amount(str(value))
    except GuatuError:
        raise Refused(
            "not_a_number", _("“%(value)s” is not a number.") % {"value": str(value)[:40]}
        ) from None


def _day(value: object, name: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(_text(value, name))
    except ValueError:
        raise Refused("not_a_day", _("“%(value)s” is not a day.") % {"value": str(value)[:40]}) from None


def _malformed(what: str) -> Refused:
    return Refused("malformed", _("This request is not understood (%(what)s).") % {"what": what[:100]})


def _unknown(ref: str) -> Refused:
    return Refused("unknown_item", _("“%(item)s” is not an item of this plan.") % {"item": ref[:60]})


def _unknown_owner() -> Refused:
    return Refused("unknown_owner", _("There is no such department or leader."))


_SPAN: dict[str, Callable[[object, str], object]] = {"start": _number, "end": _number}
_KEYS: dict[str, Callable[[object, str], object]] = {
    "verb": _text,
    "item": _text,
    "items": _texts,
    "version": _optional_number,
    "expected_version": _optional_number,
    "fields": _object,
    "start": _optional_number,
    "end": _optional_number,
    "reason": _text,
    "key": lambda value, name: _text(value, name)[:64],
}
