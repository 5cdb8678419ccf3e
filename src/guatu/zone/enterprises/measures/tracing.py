"""Which enterprises, titles and visits stand behind a count, and which counts does one of them move?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from guatu.base import clock
from guatu.base.clock import ZONE_TIME
from guatu.base.periods import Period
from guatu.base.quantities import unit
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.statements import counting
from guatu.kernel.measures.traces import Kind, RecordList, RecordRef, Statement, Touch, Traced
from guatu.kernel.registry.declaration import get_registry
from guatu.kernel.registry.duplicates import without_duplicates
from guatu.zone.enterprises.actions import SLUG
from guatu.zone.enterprises.measures import entities, steps, visits
from guatu.zone.enterprises.measures.counting import periods_over
from guatu.zone.enterprises.models import AppointmentState, Enterprise, Scale, ScaleSpell, Title, Visit

ENTERPRISE = "enterprises.enterprise"
MODELS = frozenset({ENTERPRISE, "enterprises.title", "enterprises.scalespell", "enterprises.visit"})
ONE = Decimal(1)
Rows = Callable[[Period, datetime], QuerySet[Model]]


def standing(period: Period, moment: datetime) -> QuerySet[Enterprise]:
    """The enterprises that were there at the end of the period, as on record at that moment."""
    began = Q(established_on=None) | Q(established_on__lte=period.end)
    known = _known(moment).filter(began)
    return known.exclude(closed_on__lte=period.end, closed_recorded_at__lte=moment)


def begun(period: Period, moment: datetime) -> QuerySet[Enterprise]:
    """Those that were established within the period."""
    return _known(moment).filter(established_on__range=(period.start, period.end))


def closed(period: Period, moment: datetime) -> QuerySet[Enterprise]:
    """Those that were closed within the period."""
    return _known(moment).filter(closed_on__range=(period.start, period.end), closed_recorded_at__lte=moment)


def titles_held(period: Period, moment: datetime) -> QuerySet[Title]:
    """The high-tech titles that held at the end of the period."""
    return _titles(moment).filter(valid_from__lte=period.end).exclude(valid_to__lt=period.end)


def first_titles(period: Period, moment: datetime) -> QuerySet[Title]:
    """The high-tech titles that were the first of their enterprise, and began within the period."""
    before = _titles(moment).filter(valid_from__lt=period.start).values("enterprise")
    return _titles(moment).filter(valid_from__range=(period.start, period.end)).exclude(enterprise__in=before)


def entries(period: Period, moment: datetime) -> QuerySet[ScaleSpell]:
    """The entries of industrial firms on the bureau's list within the period."""
    known = ScaleSpell.objects.filter(scale=Scale.INDUSTRY, recorded_at__lte=moment)
    return known.filter(since__range=(period.start, period.end))


def visits_made(period: Period, moment: datetime) -> QuerySet[Visit]:
    """The visits that were made within the period."""
    recorded = Q(made_recorded_at=None, recorded_at__lte=moment) | Q(made_recorded_at__lte=moment)
    made = Visit.objects.filter(recorded, state=AppointmentState.MADE)
    told = made.annotate(known_since=Coalesce("made_recorded_at", "recorded_at"))
    return told.filter(made_on__range=(period.start, period.end))


def _known(moment: datetime) -> QuerySet[Enterprise]:
    rows = Enterprise.objects.filter(recorded_at__lte=moment)
    known = rows.filter(Q(established_on=None) | Q(established_on__lte=clock.day_of(moment)))
    return without_duplicates(get_registry(SLUG), known, known_at=moment)


def _titles(moment: datetime) -> QuerySet[Title]:
    known = Q(recorded_at=None) | Q(recorded_at__lte=moment)
    return Title.objects.filter(known, name=steps.HIGH_TECH)


class _Counted:
    """How one measure counts: which rows, of which day each of them is, whether each enterprise once."""

    def __init__(
        self, kind: Kind, rows: Rows, day: str, recorded: str, words: tuple[str, str], *, each_once: bool
    ) -> None:
        self.kind, self.rows, self.day, self.recorded = kind, rows, day, recorded
        self.zh, self.en = words
        self.each_once = each_once
        self.is_state = rows in (standing, titles_held)
        self.owner = "pk" if kind == "enterprise" else "enterprise_id"

    def records(self, period: Period, moment: datetime) -> tuple[RecordRef, ...]:
        """The records, the newest first; where an enterprise counts once, its newest."""
        name = "name" if self.kind == "enterprise" else "enterprise__name"
        chosen = self.rows(period, moment)
        model = chosen.model._meta.label_lower
        found: dict[object, RecordRef] = {}
        told = chosen.values_list("pk", self.owner, name, self.day, self.recorded)
        for pk, owner, label, day, recorded in told.order_by(f"-{self.day}", "-pk"):
            place = f"{ENTERPRISE} {owner}" if self.each_once else f"{model} {pk}"
            record = RecordRef(model, pk, label, ONE, place, day, recorded, of=owner)
            found.setdefault(place, record)
        return tuple(found.values())


_MADE = ("made_on", "known_since")
COUNTED: dict[str, _Counted] = {
    entities.STOCK.code: _Counted(
        "enterprise", standing, "established_on", "recorded_at",
        ("期末在册户数：成立日期不晚于期末、期末前未登记注销吊销迁出的企业，每户计一。",
         "Enterprises established by the end of the period and not closed by then, one each."),
        each_once=True,
    ),
    entities.NEW.code: _Counted(
        "enterprise", begun, "established_on", "recorded_at",
        ("成立日期在本期内的企业，每户计一。", "Enterprises established within the period, one each."),
        each_once=True,
    ),
    entities.CLOSED.code: _Counted(
        "enterprise", closed, "closed_on", "closed_recorded_at",
        ("注销、吊销或迁出日期在本期内的企业，每户计一。", "Enterprises closed within the period, one each."),
        each_once=True,
    ),
    steps.TITLES.code: _Counted(
        "title", titles_held, "valid_from", "recorded_at",
        ("期末高新技术企业资质有效的企业，每户计一。",
         "Enterprises whose high-tech title holds at the end of the period, one each."),
        each_once=True,
    ),
    steps.NEW_TITLES.code: _Counted(
        "title", first_titles, "valid_from", "recorded_at",
        ("本期内首次取得高新技术企业资质的企业，每户计一，重新认定不计。",
         "Enterprises that got the high-tech title first within the period, one each; renewals are none."),
        each_once=True,
    ),
    steps.NEW_ABOVE_SCALE.code: _Counted(
        "scale_spell", entries, "since", "recorded_at",
        ("本期内经批准纳入规模以上工业统计的企业，每次计一。",
         "Entries of industrial firms on the bureau's list within the period, one each."),
        each_once=False,
    ),
    visits.MADE.code: _Counted(
        "visit", visits_made, *_MADE,
        ("本期内实际完成的走访，每次计一；计划和取消的不计。",
         "Visits made within the period, one each; plans and cancelled ones are none."),
        each_once=False,
    ),
    visits.VISITED.code: _Counted(
        "visit", visits_made, *_MADE,
        ("本期内至少走访过一次的企业，每户计一。",
         "Enterprises visited at least once within the period, one each."),
        each_once=True,
    ),
}  # fmt: skip


class RecordTracer:
    """Tells of the measures that are counted from the files of enterprises."""

    def trace(self, measure: Measure, period: Period, known_at: datetime, by: object) -> Traced | None:
        """The records that were counted, each as one, and the SQL that counts them."""
        how = COUNTED[measure.code]
        records = how.records(period, known_at)
        rows = how.rows(period, known_at)
        return Traced(
            formula_zh=how.zh,
            formula_en=how.en,
            lists=(RecordList("sum", how.kind, unit(measure.display_unit), records),),
            statements=(Statement("sum", counting(rows, how.owner if how.each_once else "")),),
        )

    def touched_by(self, model: str, pk: int, by: object) -> Sequence[Touch]:
        """The counts that an enterprise, or a title, entry or visit of it, came into or left."""
        if model not in MODELS:
            return ()
        return [touch for code in COUNTED for touch in _touches(code, model, pk)]


def _touches(code: str, model: str, pk: int) -> Iterator[Touch]:
    how, now = COUNTED[code], clock.now()
    for period in _periods(how, model, pk, now):
        rows = _of(how.rows(period, now), model, pk)
        recorded = [moment for moment in rows.values_list(how.recorded, flat=True) if moment is not None]
        if recorded:
            yield Touch(code, period, max(min(recorded), _over(period)), ONE)
    if code == entities.STOCK.code and model == ENTERPRISE:
        yield from _leaving(code, pk)


def _periods(how: _Counted, model: str, pk: int, now: datetime) -> list[Period]:
    """The periods in which it may count: of what happens within a year, those of the years with some."""
    periods = periods_over(clock.today())
    if how.is_state:
        return periods
    years = {
        year
        for year in {period.year for period in periods}
        if _of(how.rows(Period.of_year(year), now), model, pk).exists()
    }
    return [period for period in periods if period.year in years]


def _leaving(code: str, pk: int) -> Iterator[Touch]:
    """A stock that it had come into loses it when its closing is recorded."""
    gone = Enterprise.objects.filter(pk=pk).exclude(closed_on=None).exclude(closed_recorded_at=None)
    for day, recorded in gone.values_list("closed_on", "closed_recorded_at"):
        for period in periods_over(clock.today()):
            if day is not None and recorded is not None and day <= period.end:
                yield Touch(code, period, max(recorded, _over(period)), -ONE)


def _of(rows: QuerySet[Model], model: str, pk: int) -> QuerySet[Model]:
    """Those of the rows that are that record, or hang on it where it is an enterprise."""
    if rows.model._meta.label_lower == model:
        return rows.filter(pk=pk)
    return rows.filter(enterprise=pk) if model == ENTERPRISE else rows.none()


def _over(period: Period) -> datetime:
    """The moment from which on the period is over and its number is told."""
    return datetime.combine(period.end + timedelta(days=1), time(), tzinfo=ZONE_TIME)


TRACER = RecordTracer()
