"""What can be done with the file of an enterprise: record one, change it, note a contact, a title?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import insert_record, update_record
from guatu.kernel.registry.declaration import Values, get_registry
from guatu.kernel.registry.models import Record
from guatu.zone.enterprises.checks import check_enterprise
from guatu.zone.enterprises.models import Contact, Enterprise, Title

SLUG = "enterprises"
CARES = ("linked_leader", "service_officer")


def record_enterprise(values: Values, *, by: User | None, source: str, as_of: date | None = None) -> Record:
    """Opens the file of an enterprise; refused when a number or a day in it is wrong."""
    _refuse_wrong(values)
    with action("enterprises.record_enterprise", by=by):
        return insert_record(get_registry(SLUG), values, source=source, as_of=as_of)


def change_enterprise(
    enterprise: Record,
    values: Values,
    *,
    by: User | None,
    source: str,
    as_of: date | None = None,
    seen: datetime | None = None,
) -> Record:
    """Writes what is newly known; a new name puts the one before among the former names."""
    registry = get_registry(SLUG)
    known = {name: getattr(enterprise, info.field.attname) for name, info in registry.fields.items()}
    _refuse_wrong({**known, **values})
    with action("enterprises.change_enterprise", by=by):
        return update_record(registry, enterprise, values, source=source, as_of=as_of, seen=seen)


def add_contact(
    enterprise: Enterprise,
    *,
    name: str,
    by: User | None,
    source: str,
    post: str = "",
    phone: str = "",
    email: str = "",
) -> Contact:
    """Notes somebody to talk to; refused without a name."""
    if not name.strip():
        raise Refused("no_name", _("Give the contact a name."))
    with action("enterprises.add_contact", by=by):
        return Contact.objects.create(
            enterprise=enterprise,
            name=name.strip(),
            post=post,
            phone=phone,
            email=email,
            source=source,
            as_of=clock.today(),
        )


def add_title(
    enterprise: Enterprise,
    *,
    name: str,
    valid_from: date,
    valid_to: date | None,
    by: User | None,
    source: str,
    number: str = "",
    issuer: str = "",
) -> Title:
    """Notes a recognition with its validity; refused when it ends before it begins."""
    if valid_to is not None and valid_to < valid_from:
        raise Refused("ends_before", _("The title ends before it begins."))
    with action("enterprises.add_title", by=by):
        return Title.objects.create(
            enterprise=enterprise,
            name=name,
            number=number,
            issuer=issuer,
            valid_from=valid_from,
            valid_to=valid_to,
            source=source,
            recorded_at=clock.now(),
        )


def remove_contact(contact: Contact, *, by: User | None) -> None:
    """Takes a contact off the file: somebody who left, or asked for it (个人信息保护法 art. 47)."""
    with action("enterprises.remove_contact", by=by):
        contact.delete()


def remove_title(title: Title, *, by: User | None) -> None:
    """Takes off a title that was noted by mistake; one that ran out stays, with its days."""
    with action("enterprises.remove_title", by=by):
        title.delete()


def keep_what_was(record: Record, before: Mapping[str, object]) -> list[str]:
    """What a change leaves behind: the former name, who cared before, when a closing was recorded.

    Returns the fields touched.
    """
    assert isinstance(record, Enterprise)
    touched: list[str] = []
    name = before.get("name")
    if name and name != record.name:
        record.former_names = [*record.former_names, [name, clock.today().isoformat()]]
        touched.append("former_names")
    if "closed_on" in before or not record.pk:
        record.closed_recorded_at = clock.now() if record.closed_on else None
        touched.append("closed_recorded_at")
    return [*touched, *_keep_care(record, before)]


def _keep_care(record: Enterprise, before: Mapping[str, object]) -> list[str]:
    changed = [name for name in CARES if name in before] if record.pk else []
    for name in changed:
        since = record.source_of(name)[1] or clock.today()
        record.care_before = [*record.care_before, [name, before[name], since.isoformat()]]
    return ["care_before"] if changed else []


def _refuse_wrong(values: Values) -> None:
    wrong = [p.sentence for p in check_enterprise(values, clock.today()) if p.severity == "error"]
    if wrong:
        raise Refused("wrong_record", " ".join(wrong))
