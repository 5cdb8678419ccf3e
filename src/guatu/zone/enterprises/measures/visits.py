"""How many visits were made, and how many enterprises were visited?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.rows import Rows, RowsSource
from guatu.kernel.measures.watching import Watch
from guatu.zone.enterprises.models import AppointmentState, Visit

MADE = Measure(
    code="enterprise_visits",
    name_zh="走访企业次数（本系统登记）",
    name_en="Visits to enterprises on record",
    synonyms=(),
    unit="count:次",
    display_unit="count:次",
    kind="count",
    stale_after_days=45,
    definition_zh="本期内实际完成并已登记的走访次数，计划和取消的不计。",
    definition_en="Visits that were made within the period and recorded; plans and cancelled ones are none.",
    source="visits on record, counted",
)
VISITED = Measure(
    code="enterprises_visited",
    name_zh="走访企业户数（本系统登记）",
    name_en="Enterprises visited, on record",
    synonyms=(),
    unit="count:户",
    display_unit="count:户",
    kind="count",
    stale_after_days=45,
    definition_zh="本年初至期末至少走访过一次的企业数，同一企业只计一次。",
    definition_en="Enterprises that were visited at least once from January on; each counts once.",
    source="visits on record, counted",
)
ALL = (MADE, VISITED)


def known_visits(moment: datetime) -> QuerySet[Visit]:
    """The visits that were made, as on record at a moment."""
    recorded = Q(made_recorded_at=None, recorded_at__lte=moment) | Q(made_recorded_at__lte=moment)
    return Visit.objects.filter(recorded, state=AppointmentState.MADE)


EACH = Rows(MADE, known_visits, happened="made_on", recorded="made_recorded_at", from_first=True)
observe = RowsSource(EACH, replace(EACH, measure=VISITED, once="enterprise"))

TOPIC = "visits"
WATCHES = (
    Watch(
        table="enterprises_visit",
        columns=("state", "made_on", "enterprise_id", "made_recorded_at", "recorded_at"),
        topic="'visits'",
        recorded=("r.recorded_at", "r.changed_at", "r.made_recorded_at"),
        day="r.made_on",
    ),
)
