"""How is it recorded that somebody read closely kept fields?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from guatu.base import clock
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.models import Reading
from guatu.kernel.ledger.context import action

# Reading these is told of; a business secret is not, because those who handle it do so all day.
TOLD_OF = frozenset({FieldClass.PERSONAL, FieldClass.RESTRICTED})
Told = tuple[str, FieldClass]
Reader = AbstractBaseUser | AnonymousUser


def record_reading(user: Reader, instance: Model, classes: Collection[FieldClass]) -> None:
    """Records that the user saw the fields of these classes of the record in full.

    Personal ones once a day and record, restricted ones every time, others never.
    """
    record_readings(user, [instance], classes)


def record_readings(user: Reader, instances: Iterable[Model], classes: Collection[FieldClass]) -> None:
    """The same for the records of a list or a file, which are of one model; a second look costs no write."""
    records = list(instances)
    wanted = sorted(TOLD_OF & frozenset(classes))
    if not records or not wanted or not isinstance(user, AbstractBaseUser):
        return
    label = records[0]._meta.label_lower
    told = [(str(each.pk), kept) for each in records for kept in wanted]
    if FieldClass.PERSONAL in wanted:
        known = _known_today(user, label, [key for key, _kept in told])
        told = [(key, kept) for key, kept in told if kept is not FieldClass.PERSONAL or key not in known]
    if told:
        _write_down(user, label, told)


def _known_today(user: AbstractBaseUser, label: str, keys: list[str]) -> set[str]:
    found = Reading.objects.filter(
        person=user.pk, model=label, record__in=keys, day=clock.today(), field_class=FieldClass.PERSONAL
    )
    return set(found.values_list("record", flat=True))


def _write_down(user: AbstractBaseUser, label: str, told: list[Told]) -> None:
    with action("access.read_closely_kept", by=user) as reading:
        rows = [
            Reading(
                person_id=user.pk,
                model=label,
                record=key,
                field_class=kept,
                day=clock.today(),
                at=clock.now(),
                request=reading.origin.request,
                address=reading.origin.session[:45],
            )
            for key, kept in told
        ]
        Reading.objects.bulk_create(rows, ignore_conflicts=True)
