"""How does what is known of an enterprise's economy come onto its file? It is added, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from guatu.base import clock
from guatu.kernel.directory import AuthorisedCopy, KnownValue
from guatu.kernel.ledger.context import Acting, action
from guatu.zone.enterprises.models import EconomicFact, Origin

_BATCH = 2000
_Key = tuple[int, str, str, str]


def keep_copies(
    copies: Sequence[AuthorisedCopy], *, by: Acting | None, demonstration: bool = False
) -> list[EconomicFact]:
    """Keeps what enterprises authorised, for its scope and until its day; the same again adds nothing."""
    made = [_fact(copy.entity_id, copy.value, Origin.AUTHORISED, demonstration, copy) for copy in copies]
    with action("enterprises.keep_authorised_copies", by=by):
        return _add(made)


def keep_values(
    values: Iterable[tuple[int, KnownValue]], *, by: Acting | None, demonstration: bool = False
) -> list[EconomicFact]:
    """Keeps what other authorities say, each value with its enterprise's key; the same again adds nothing."""
    made = [_fact(key, value, Origin.AUTHORITY, demonstration, None) for key, value in values]
    with action("enterprises.keep_values", by=by):
        return _add(made)


def _fact(
    key: int, value: KnownValue, origin: Origin, demonstration: bool, copy: AuthorisedCopy | None
) -> EconomicFact:
    return EconomicFact(
        enterprise_id=key,
        element=value.element,
        period=value.period.code,
        period_end=value.period.end,
        amount=value.amount,
        unit=value.unit,
        origin=origin,
        source=value.source,
        as_of=value.as_of,
        scope=copy.scope if copy else "",
        allowed_until=copy.until if copy else None,
        demonstration=demonstration,
        recorded_at=clock.now(),
    )


def _add(made: Sequence[EconomicFact]) -> list[EconomicFact]:
    standing = _standing(made)
    fresh = list(_unsaid(made, standing))
    return EconomicFact.objects.bulk_create(fresh, batch_size=_BATCH)


def _unsaid(
    made: Sequence[EconomicFact], standing: dict[_Key, tuple[Decimal, object]]
) -> Iterator[EconomicFact]:
    for fact in made:
        said = (fact.amount, fact.allowed_until)
        if standing.get(_key(fact)) != said:
            standing[_key(fact)] = said
            yield fact


def _standing(made: Sequence[EconomicFact]) -> dict[_Key, tuple[Decimal, object]]:
    """The last word on each of these, by enterprise, element, period and source."""
    rows = EconomicFact.objects.filter(
        enterprise_id__in={fact.enterprise_id for fact in made},
        element__in={fact.element for fact in made},
        period__in={fact.period for fact in made},
    )
    return {_key(fact): (fact.amount, fact.allowed_until) for fact in rows.order_by("recorded_at", "pk")}


def _key(fact: EconomicFact) -> _Key:
    return fact.enterprise_id, fact.element, fact.period, fact.source
