"""Which numbers do the enterprises offer: how many are there, how many came, how many went?

They are counted from the records and stand beside what the market supervision bureau publishes (the measure
`market_entities` of the catalogue), never in its place.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from guatu.base import clock
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.rows import Rows, RowsSource
from guatu.kernel.measures.watching import Watch
from guatu.kernel.registry.declaration import get_registry
from guatu.kernel.registry.duplicates import without_duplicates
from guatu.zone.enterprises.actions import SLUG
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
    by=("kind",),
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
    by=("kind",),
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


def known_entities(moment: datetime) -> QuerySet[Enterprise]:
    """The enterprises on record at a moment, without those that turned out to be another one."""
    known = Enterprise.objects.filter(recorded_at__lte=moment).filter(
        Q(established_on=None) | Q(established_on__lte=clock.day_of(moment))
    )
    return without_duplicates(get_registry(SLUG), known, known_at=moment)


BEGUN = Rows(STOCK, known_entities, happened="established_on", recorded="recorded_at", by={"kind": "kind"})
ENDED = replace(BEGUN, ended="closed_on", ended_recorded="closed_recorded_at")
# Without a day of establishment an enterprise is old: it was there before anybody noted one.
observe = RowsSource(ENDED, replace(BEGUN, measure=NEW), replace(ENDED, measure=CLOSED, by={}))

TOPIC = "entities"
WATCHES = (
    Watch(
        table="enterprises_enterprise",
        columns=("established_on", "closed_on", "closed_recorded_at", "recorded_at", "kind"),
        topic="'entities'",
        recorded=("r.recorded_at", "r.changed_at", "r.closed_recorded_at"),
    ),
    Watch(
        table="registry_likeness",
        columns=("verdict", "duplicate", "decided_at"),
        topic="'entities'",
        recorded=("r.decided_at",),
    ),
)
