"""Which numbers do the enterprises offer: how many are there, how many came, how many went?

They are counted from the records and stand beside what the market supervision bureau publishes (the measure
`market_entities` of the catalogue), never in its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.registry.declaration import get_registry
from guatu.kernel.registry.duplicates import without_duplicates
from guatu.zone.enterprises.actions import SLUG
from guatu.zone.enterprises.measures.counting import observed, periods_over
from guatu.zone.enterprises.models import Enterprise

STOCK = Measure(
    code="registered_entities",
    name_zh="在册市场主体数（本系统登记）",
    name_en="Market entities on record",
    synonyms=(),
    unit="count:户",
    display_unit="count:户",
    kind="stock",
    stale_after_days=45,
    definition_zh="期末企业档案中成立日期不晚于期末且未注销、吊销或迁出的市场主体数。",
    definition_en="Enterprises on record that were established by the end of the period and not closed then.",
    source="enterprises on record, counted",
)
NEW = Measure(
    code="registered_entities_new",
    name_zh="新登记市场主体数（本系统登记）",
    name_en="New market entities on record",
    synonyms=(),
    unit="count:户",
    display_unit="count:户",
    kind="count",
    stale_after_days=45,
    definition_zh="企业档案中成立日期在本期内的市场主体数。",
    definition_en="Enterprises on record that were established within the period.",
    source="enterprises on record, counted",
)
CLOSED = Measure(
    code="registered_entities_closed",
    name_zh="注销吊销迁出市场主体数（本系统登记）",
    name_en="Market entities closed on record",
    synonyms=(),
    unit="count:户",
    display_unit="count:户",
    kind="count",
    better="less",
    stale_after_days=45,
    definition_zh="企业档案中注销、吊销或迁出日期在本期内的市场主体数。",
    definition_en="Enterprises on record that were closed within the period.",
    source="enterprises on record, counted",
)


ALL = (STOCK, NEW, CLOSED)


def observe(codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
    """The stock at the end of each month, and the flow from January to it, as the records said then.

    Only months that are over are told. One query; nothing where there is no record at all.
    """
    periods = periods_over(clock.day_of(known_at))
    days = _days_known_at(known_at)
    if not days or not periods:
        return {}
    began = sorted(first or date.min for first, _last in days)
    ended = sorted(last for _first, last in days if last)
    counted: dict[str, Callable[[Period], int]] = {
        # Without a day of establishment it is old: it was there before anybody noted one.
        STOCK.code: lambda p: bisect_right(began, p.end) - bisect_right(ended, p.end),
        NEW.code: lambda p: bisect_right(began, p.end) - bisect_left(began, p.start),
        CLOSED.code: lambda p: bisect_right(ended, p.end) - bisect_left(ended, p.start),
    }
    return {code: [observed(code, p, counted[code](p), known_at) for p in periods] for code in codes}


def _days_known_at(moment: datetime) -> list[tuple[date | None, date | None]]:
    """From when to when each enterprise was in the zone, as was on record at that moment."""
    known = Enterprise.objects.filter(recorded_at__lte=moment).filter(
        Q(established_on=None) | Q(established_on__lte=clock.day_of(moment))
    )
    rows = without_duplicates(get_registry(SLUG), known, known_at=moment)
    return [
        (began, ended if ended and recorded and recorded <= moment else None)
        for began, ended, recorded in rows.values_list("established_on", "closed_on", "closed_recorded_at")
    ]
