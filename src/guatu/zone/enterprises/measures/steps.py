"""How many enterprises hold a title, got one for the first time, or came above scale?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.rows import Rows, RowsSource, observed, periods_over
from guatu.kernel.measures.watching import Watch
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
TITLE_MEASURES = (TITLES, NEW_TITLES)
ALL = (*TITLE_MEASURES, NEW_ABOVE_SCALE)

TITLE_TOPIC, ENTRY_TOPIC = "titles", "entries"
TITLE_WATCHES = (
    Watch(
        table="enterprises_title",
        columns=("enterprise_id", "name", "valid_from", "valid_to", "recorded_at"),
        topic="'titles'",
        recorded=("r.recorded_at",),
    ),
)
ENTRY_WATCHES = (
    Watch(
        table="enterprises_scalespell",
        columns=("enterprise_id", "scale", "since", "recorded_at"),
        topic="'entries'",
        recorded=("r.recorded_at",),
    ),
)


def known_entries(moment: datetime) -> QuerySet[ScaleSpell]:
    """The entries of industrial firms on the bureau's list, as on record at a moment."""
    return ScaleSpell.objects.filter(scale=Scale.INDUSTRY, recorded_at__lte=moment)


observe_entries = RowsSource(Rows(NEW_ABOVE_SCALE, known_entries, happened="since", recorded="recorded_at"))


@dataclass(frozen=True, slots=True)
class _Held:
    """The days of one title of one enterprise, and when it was recorded."""

    enterprise: int
    since: date
    until: date | None
    recorded: datetime | None


def observe_titles(codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
    """Titles as they were on record at that moment; one query. Nothing where there is none."""
    held = _held(known_at)
    if not held:
        return {}
    count: dict[str, Callable[[Period], int]] = {
        TITLES.code: lambda period: _valid(held, period.end),
        NEW_TITLES.code: lambda period: _first(held, period),
    }
    return {code: list(_observed(code, held, count[code], known_at)) for code in codes}


def _observed(
    code: str, held: Sequence[_Held], count: Callable[[Period], int], known_at: datetime
) -> Iterator[Observation]:
    measure = next(each for each in TITLE_MEASURES if each.code == code)
    for period in periods_over(clock.day_of(known_at)):
        recorded = max((t.recorded for t in held if t.recorded and t.since <= period.end), default=None)
        yield observed(measure, period, Decimal(count(period)), recorded)


def _held(known_at: datetime) -> list[_Held]:
    rows = Title.objects.filter(Q(recorded_at=None) | Q(recorded_at__lte=known_at), name=HIGH_TECH)
    told = rows.values_list("enterprise_id", "valid_from", "valid_to", "recorded_at")
    return [_Held(*row) for row in told]


def _valid(held: Sequence[_Held], day: date) -> int:
    return len({t.enterprise for t in held if t.since <= day and (t.until is None or day <= t.until)})


def _first(held: Sequence[_Held], period: Period) -> int:
    firsts: dict[int, date] = {}
    for title in held:
        firsts[title.enterprise] = min(title.since, firsts.get(title.enterprise, title.since))
    return sum(period.contains(day) for day in firsts.values())
