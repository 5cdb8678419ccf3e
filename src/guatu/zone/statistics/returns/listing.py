"""Which firms have to report a form for a period? Those that stand in the list then (统计单位名录)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel import directory
from guatu.kernel.access.rights import require_of
from guatu.kernel.directory import Entity
from guatu.kernel.ledger.context import action
from guatu.zone.statistics.returns.forms import Form
from guatu.zone.statistics.returns.models import ListedUnit


def list_unit(enterprise_id: int, scale: str, *, since: date, source: str, by: User | None) -> ListedUnit:
    """Puts an enterprise on the list from a day on (入库); the same again gives what stands."""
    require_of(by, "returns.verify")
    with action("statistics.list_unit", by=by):
        standing = ListedUnit.objects.filter(_listed_on(since), enterprise_id=enterprise_id).first()
        if standing is not None:
            return standing
        return ListedUnit.objects.create(
            enterprise_id=enterprise_id, scale=scale, listed_from=since, source=source
        )


def delist_unit(unit: ListedUnit, *, until: date, by: User | None) -> ListedUnit:
    """Takes an enterprise off the list after a day (退库): it fell below the limit, closed or moved away."""
    require_of(by, "returns.verify")
    if until < unit.listed_from:
        raise Refused("ends_before", _("It cannot leave the list before it came onto it."))
    with action("statistics.delist_unit", by=by):
        unit.listed_to = until
        unit.save()
        return unit


def listed_for(form: Form, period: Period) -> Sequence[Entity]:
    """The enterprises of which the form is asked for the period, in the order of their keys."""
    keys = list(_units(form, period).values_list("enterprise_id", flat=True))
    return directory.entities(ids=keys) if keys else ()


def listed_count(form: Form, period: Period) -> int:
    """How many enterprises the form is asked of for the period."""
    return listed_counts([(form, period)])[form.code, period]


def listed_counts(rounds: Iterable[tuple[Form, Period]]) -> Mapping[tuple[str, Period], int]:
    """The same for many forms, by code, and periods, in one query."""
    rounds = list(rounds)
    counted = {
        f"round_{number}": Count("pk", filter=_listed_on(period.end) & Q(scale__in=form.scales))
        for number, (form, period) in enumerate(rounds)
    }
    found = ListedUnit.objects.aggregate(**counted) if counted else {}
    return {(form.code, period): found[f"round_{number}"] for number, (form, period) in enumerate(rounds)}


def scales_of(enterprise_id: int, on: date) -> set[str]:
    """As what the enterprise stands in the list on that day; empty where it does not."""
    units = ListedUnit.objects.filter(_listed_on(on), enterprise_id=enterprise_id)
    return set(units.values_list("scale", flat=True))


def units_of(enterprise_id: int) -> Sequence[ListedUnit]:
    """Every standing of the enterprise in the list, the first one first."""
    return list(ListedUnit.objects.filter(enterprise_id=enterprise_id).order_by("listed_from"))


def _units(form: Form, period: Period) -> QuerySet[ListedUnit]:
    return ListedUnit.objects.filter(_listed_on(period.end), scale__in=form.scales)


def _listed_on(day: date) -> Q:
    return Q(listed_from__lte=day) & (Q(listed_to=None) | Q(listed_to__gte=day))
