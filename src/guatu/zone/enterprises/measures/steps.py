"""How many enterprises hold a title, got one for the first time, or came above scale?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.zone.enterprises.measures.counting import observed, periods_over
from guatu.zone.enterprises.models import Scale, ScaleSpell, Title

HIGH_TECH = "高新技术企业"

TITLES = Measure(
    code="registered_high_tech_firms",
    name_zh="有效期内高新技术企业数（本系统登记）",
    name_en="High-tech enterprises on record",
    synonyms=(),
    unit="count:家",
    display_unit="count:家",
    kind="stock",
    stale_after_days=45,
    definition_zh="期末企业档案中高新技术企业资质在有效期内的企业数。",
    definition_en="Enterprises whose file holds a valid high-tech title at the end of the period.",
    source="titles on record, counted",
)
NEW_TITLES = Measure(
    code="registered_high_tech_firms_new",
    name_zh="新认定高新技术企业数（本系统登记）",
    name_en="New high-tech enterprises on record",
    synonyms=(),
    unit="count:家",
    display_unit="count:家",
    kind="count",
    stale_after_days=45,
    definition_zh="本期内首次取得高新技术企业资质的企业数，重新认定不计。",
    definition_en="Enterprises that got the high-tech title first in the period; renewals are none.",
    source="titles on record, counted",
)
NEW_ABOVE_SCALE = Measure(
    code="registered_new_large_industrial_firms",
    name_zh="新增规模以上工业企业数（本系统登记）",
    name_en="Industrial firms new above scale on record",
    synonyms=(),
    unit="count:家",
    display_unit="count:家",
    kind="count",
    stale_after_days=135,
    definition_zh="本期内经统计部门批准纳入规模以上工业统计并已登记的企业数。",
    definition_en="Industrial firms that the bureau's approval put on its list in the period, as recorded.",
    source="approvals of the statistics bureau on record, counted",
)
ALL = (TITLES, NEW_TITLES, NEW_ABOVE_SCALE)


@dataclass(frozen=True, slots=True)
class _Held:
    """The days of one title of one enterprise."""

    enterprise: int
    since: date
    until: date | None


def observe(codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
    """Titles and entries as they were on record at that moment; two queries. Nothing where there is none."""
    periods = periods_over(clock.day_of(known_at))
    found: dict[str, Sequence[Observation]] = {}
    held = _held(known_at) if {TITLES.code, NEW_TITLES.code} & set(codes) else []
    if held and TITLES.code in codes:
        found[TITLES.code] = [_observed(TITLES.code, p, _valid(held, p.end), known_at) for p in periods]
    if held and NEW_TITLES.code in codes:
        found[NEW_TITLES.code] = [_observed(NEW_TITLES.code, p, _first(held, p), known_at) for p in periods]
    if NEW_ABOVE_SCALE.code in codes:
        entered = _entered(known_at)
        found |= _entries(entered, periods, known_at) if entered else {}
    return found


def _entries(
    entered: Sequence[date], periods: Sequence[Period], known_at: datetime
) -> dict[str, Sequence[Observation]]:
    code = NEW_ABOVE_SCALE.code
    return {code: [_observed(code, p, sum(p.contains(day) for day in entered), known_at) for p in periods]}


def _held(known_at: datetime) -> list[_Held]:
    rows = Title.objects.filter(Q(recorded_at=None) | Q(recorded_at__lte=known_at), name=HIGH_TECH)
    return [_Held(*row) for row in rows.values_list("enterprise_id", "valid_from", "valid_to")]


def _valid(held: Sequence[_Held], day: date) -> int:
    return len({t.enterprise for t in held if t.since <= day and (t.until is None or day <= t.until)})


def _first(held: Sequence[_Held], period: Period) -> int:
    firsts: dict[int, date] = {}
    for title in held:
        firsts[title.enterprise] = min(title.since, firsts.get(title.enterprise, title.since))
    return sum(period.contains(day) for day in firsts.values())


def _entered(known_at: datetime) -> list[date]:
    spells = ScaleSpell.objects.filter(scale=Scale.INDUSTRY, recorded_at__lte=known_at)
    return list(spells.values_list("since", flat=True))


def _observed(code: str, period: Period, count: int, known_at: datetime) -> Observation:
    return observed(code, period, count, known_at, "count:家")
