"""How many visits were made, and how many enterprises were visited?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.zone.enterprises.measures.counting import observed, periods_over
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


def observe(codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
    """Visits made from January up to each month, as was on record then; nothing without a visit."""
    recorded = Q(made_recorded_at=None, recorded_at__lte=known_at) | Q(made_recorded_at__lte=known_at)
    made = list(
        Visit.objects.filter(recorded, state=AppointmentState.MADE)
        .exclude(made_on=None)
        .values_list("made_on", "enterprise_id")
    )
    if not made:
        return {}
    first = min(day for day, _enterprise in made if day)
    periods = [period for period in periods_over(clock.day_of(known_at)) if period.end >= first]
    return {code: [_observed(code, period, made, known_at) for period in periods] for code in codes}


def _observed(
    code: str, period: Period, made: Sequence[tuple[date | None, int]], known_at: datetime
) -> Observation:
    within = [enterprise for day, enterprise in made if day is not None and period.contains(day)]
    count = len(within) if code == MADE.code else len(set(within))
    return observed(code, period, count, known_at, "count:次" if code == MADE.code else "count:户")
