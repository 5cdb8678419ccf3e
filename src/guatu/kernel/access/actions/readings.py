"""How is it recorded that somebody read closely kept fields?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from guatu.base import clock
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.models import Reading
from guatu.kernel.ledger.context import action

# Reading these is told of; a business secret is not, because those who handle it do so all day.
TOLD_OF = frozenset({FieldClass.PERSONAL, FieldClass.RESTRICTED})
Told = tuple[str, str, FieldClass]  # model, key, class
Reader = AbstractBaseUser | AnonymousUser


def record_reading(user: Reader, instance: Model, classes: Collection[FieldClass]) -> None:
    """Records that the user saw the fields of these classes of the record in full.

    Personal ones once a day and record, restricted ones every time, others never.
    """
    record_seen(user, {kept: [instance] for kept in classes})


def record_readings(user: Reader, instances: Iterable[Model], classes: Collection[FieldClass]) -> None:
    """The same for the records of a list or a file."""
    records = list(instances)
    record_seen(user, dict.fromkeys(classes, records))


def record_seen(user: Reader, seen: Mapping[FieldClass, Iterable[Model]]) -> None:
    """The same for all that a page shows, class by class; a second look at it costs no write."""
    if not isinstance(user, AbstractBaseUser):
        return
    told = [
        (each._meta.label_lower, str(each.pk), kept) for kept in TOLD_OF & seen.keys() for each in seen[kept]
    ]
    personal = {(model, key) for model, key, kept in told if kept is FieldClass.PERSONAL}
    known = _known_today(user, personal) if personal else set()
    new = [
        (model, key, kept)
        for model, key, kept in told
        if kept is FieldClass.RESTRICTED or (model, key) not in known
    ]
    if new:
        _write_down(user, new)


def _known_today(user: AbstractBaseUser, personal: set[tuple[str, str]]) -> set[tuple[str, str]]:
    models, keys = ({each[place] for each in personal} for place in (0, 1))
    of_today = Reading.objects.filter(person=user.pk, day=clock.today(), field_class=FieldClass.PERSONAL)
    return set(of_today.filter(model__in=models, record__in=keys).values_list("model", "record"))


def _write_down(user: AbstractBaseUser, told: list[Told]) -> None:
    with action("access.read_closely_kept", by=user) as reading:
        rows = [
            Reading(
                person_id=user.pk,
                model=model,
                record=key,
                field_class=kept,
                day=clock.today(),
                at=clock.now(),
                request=reading.origin.request,
                address=reading.origin.session[:45],
            )
            for model, key, kept in told
        ]
        Reading.objects.bulk_create(rows, ignore_conflicts=True)
