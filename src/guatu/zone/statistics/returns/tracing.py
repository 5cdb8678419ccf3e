"""What is a sum of returns made of, and which sums does a return move?

Whoever may read returns sees the returns behind a sum, and that the list was read is written down. Everybody
else sees the release: how many firms it counts, and the sums of the divisions of industry as far as they tell
of nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied

from guatu.base.clock import today
from guatu.base.periods import Period
from guatu.base.quantities import Unit, unit
from guatu.kernel.access.actions.readings import record_reading
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.rights import may
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.statements import with_parameters
from guatu.kernel.measures.traces import (
    Collected,
    RecordList,
    RecordRef,
    Role,
    Said,
    Statement,
    Touch,
    Traced,
)
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.measures import COVERAGE, MEASURES, ReturnMeasure, observe
from guatu.zone.statistics.returns.models import ReleasedSums, Return
from guatu.zone.statistics.returns.rules.cells import amounts
from guatu.zone.statistics.returns.store import opened_for

RETURN, RELEASE = "statistics.return", "statistics.releasedsums"
ENTERPRISE = "enterprises.enterprise"
COVERED_FORM = "industrial_output"
FIRMS = unit("count:家")
LOOK_BACK = timedelta(days=400)
RELEASED = """SELECT (totals ->> %(item)s)::numeric * %(factor)s FROM statistics_releasedsums
WHERE form_code = %(form)s AND period = %(period)s AND released_at <= %(moment)s
ORDER BY revision DESC LIMIT 1"""
REPORTED = """SELECT sum((content -> 'values' ->> %(item)s)::numeric) * %(factor)s FROM statistics_return
WHERE id = ANY(%(keys)s) AND content -> 'values' ->> %(item)s <> 'n/a'"""
COUNTED = """SELECT {column} FROM statistics_releasedsums
WHERE form_code = %(form)s AND period = %(period)s AND released_at <= %(moment)s
ORDER BY revision DESC LIMIT 1"""
_BY_CODE = {told.measure.code: told for told in MEASURES}


@dataclass(frozen=True, slots=True)
class _Side:
    """One sum of a number: of which item of which release, in which unit it is told."""

    role: Role
    release: ReleasedSums
    item: str
    unit: Unit
    factor: Decimal


class ReturnTracer:
    """Tells of the measures that are summed up from returns."""

    def trace(self, measure: Measure, period: Period, known_at: datetime, by: object) -> Traced | None:
        """The returns behind a sum for whoever may read them, for everybody else the divisions' sums."""
        release = _release(_form_of(measure.code), period, known_at)
        if release is None:
            return None
        sees = _sees_returns(by)
        sides = _sides(measure.code, release, period, known_at)
        formula = _formula(measure.code, release, sides)
        return Traced(
            formula_zh=formula[0],
            formula_en=formula[1],
            lists=tuple(_lists(measure.code, sides, release, by if sees else None)),
            said=tuple(_words(measure.code, period, release, known_at)),
            statements=tuple(_statements(measure.code, sides, release, known_at, sees)),
            collected=Collected(release.counted, release.asked),
            is_hidden=not sees,
        )

    def touched_by(self, model: str, pk: int, by: object) -> Sequence[Touch]:
        """The sums that a return came into or left, for whoever may read it; those of a release for all."""
        if model == RELEASE:
            release = ReleasedSums.objects.filter(pk=pk).first()
            return [] if release is None else list(_touches_of(release, release.form_code, None))
        if model not in (RETURN, ENTERPRISE) or not (by is None or _sees_returns(by)):
            return ()
        chosen = (
            {"pk": pk} if model == RETURN else {"enterprise_id": pk, "period_end__gte": today() - LOOK_BACK}
        )
        with suppress(PermissionDenied), opened_for(by if isinstance(by, AbstractBaseUser) else None):
            return [touch for row in Return.objects.filter(**chosen) for touch in _touches(row)]
        return ()


def _sees_returns(by: object) -> bool:
    return isinstance(by, AbstractBaseUser) and may(by, "returns.view")


def _form_of(code: str) -> str:
    return COVERED_FORM if code == COVERAGE.code else _BY_CODE[code].form


def _release(form: str, period: Period, known_at: datetime) -> ReleasedSums | None:
    """The release of a form and period that stood at that moment."""
    known = ReleasedSums.objects.filter(form_code=form, period=period.code, released_at__lte=known_at)
    return known.order_by("revision").last()


def _sides(code: str, release: ReleasedSums, period: Period, known_at: datetime) -> list[_Side]:
    """What is summed or divided; of a ratio nothing where the two forms were not filed by as many firms."""
    told = _BY_CODE.get(code)
    if told is None:
        return []
    if told.over is None:
        shown_in = unit(told.measure.display_unit)
        return [_Side("sum", release, told.item, shown_in, unit(told.unit).factor / shown_in.factor)]
    beside = _release(told.over[0], period, known_at)
    if beside is None or beside.counted != release.counted:
        return []
    return [
        _Side("numerator", release, told.item, unit(told.units[0]), Decimal(1)),
        _Side("denominator", beside, told.over[1], unit(told.units[1]), 1 / told.scale),
    ]


def _lists(code: str, sides: Sequence[_Side], release: ReleasedSums, by: object) -> Iterator[RecordList]:
    """By None: the divisions' sums instead of single returns."""
    if code == COVERAGE.code:
        yield from _coverage(release, by)
    for side in sides:
        if isinstance(by, AbstractBaseUser):
            yield RecordList(side.role, "return", side.unit, tuple(_returns(side, by)))
        elif side.release.totals.get(side.item) is not None:
            yield _divisions(side)


def _coverage(release: ReleasedSums, by: object) -> Iterator[RecordList]:
    if isinstance(by, AbstractBaseUser):
        firms = [row for row in _read(release, by) if row.enterprise_id]
        first = {row.enterprise_id: row for row in reversed(firms)}
        counted = tuple(_ref(row, Decimal(1)) for row in sorted(first.values(), key=lambda row: row.pk))
        yield RecordList("numerator", "return", FIRMS, counted)
    else:
        yield RecordList("numerator", "firms", FIRMS, (_of_release(release, Decimal(release.counted)),))
    yield RecordList("denominator", "firms", FIRMS, (_of_release(release, Decimal(release.asked)),))


def _returns(side: _Side, by: AbstractBaseUser) -> Iterator[RecordRef]:
    for row in _read(side.release, by):
        amount = amounts(row.values).get(side.item)
        if amount is not None:
            yield _ref(row, amount * side.factor)


def _read(release: ReleasedSums, by: AbstractBaseUser) -> list[Return]:
    """The returns that a release counted; that their list was opened is written down."""
    record_reading(by, release, [FieldClass.RESTRICTED])
    with opened_for(by):
        return list(Return.objects.filter(pk__in=_keys(release)).order_by("enterprise_id", "subject"))


def _keys(release: ReleasedSums) -> list[int]:
    return [int(key) for keys in release.returns.values() for key in str(keys).split()]


def _ref(row: Return, amount: Decimal) -> RecordRef:
    return RecordRef(
        model=RETURN,
        pk=row.pk,
        label=f"{row.enterprise_name} · {row.subject_name}" if row.subject_name else row.enterprise_name,
        amount=amount,
        place=f"{row.form_code} {row.enterprise_id} {row.subject}",
        on=row.period_end,
        recorded_at=row.verified_at,
        by=row.verified_by_id,
        of=row.enterprise_id,
    )


def _divisions(side: _Side) -> RecordList:
    total = Decimal(side.release.totals[side.item])
    cells: Mapping[str, str | None] = side.release.divisions.get(side.item, {})
    shown = {name: Decimal(text) for name, text in cells.items() if text is not None}
    rest = total - sum(shown.values(), Decimal(0))
    return RecordList(
        side.role,
        "division",
        side.unit,
        tuple(
            _of_release(side.release, amount * side.factor, name) for name, amount in sorted(shown.items())
        ),
        rest * side.factor if len(shown) < len(cells) or not cells else None,
    )


def _of_release(release: ReleasedSums, amount: Decimal, division: str = "") -> RecordRef:
    return RecordRef(
        model=RELEASE,
        pk=release.pk,
        label=division,
        amount=amount,
        place=f"{release.form_code} {division}",
        on=release.period_end,
        recorded_at=release.released_at,
        by=release.released_by_id,
    )


def _words(code: str, period: Period, release: ReleasedSums, known_at: datetime) -> Iterator[Said]:
    """What every release said of the period, the last word first."""
    series = observe([code], known_at).get(code, ())
    spoken: Observation | None = next((each for each in series if each.period == period), None)
    rows = ReleasedSums.objects.filter(form_code=release.form_code, period=release.period)
    releases = {row.revision: row for row in rows.defer("totals", "divisions", "returns")}
    while spoken is not None:
        row = releases.get(spoken.revision, release)
        record = RecordRef(RELEASE, row.pk, "", None, "", row.period_end, row.released_at, row.released_by_id)
        yield Said(spoken.value, spoken.growth, spoken.published_on, spoken.recorded_at, record)
        spoken = spoken.restates


def _formula(code: str, release: ReleasedSums, sides: Sequence[_Side]) -> tuple[str, str]:
    firms_zh = f"{release.counted}家企业（应报{release.asked}家）"
    firms_en = f"{release.counted} firms of {release.asked} that had to report"
    if code == COVERAGE.code:
        return (
            f"覆盖率 = 已审核报表的企业数 {release.counted} ÷ 应报企业数 {release.asked} × 100%",
            f"Coverage = {release.counted} firms with a verified return ÷ {release.asked} that had to report",
        )
    if not sides:
        return (
            "两张报表的已审核企业数不同，不相除。",
            "The two forms were verified of different numbers of firms, so that nothing is divided.",
        )
    names = [(_item_name(side, "zh"), _item_name(side, "en")) for side in sides]
    if len(names) == 1:
        return (
            f"已审核报表“{names[0][0]}”逐户相加：{firms_zh}。个别企业可被识别的合计不公布。",
            f"“{names[0][1]}” of the verified returns, added up: {firms_en}; none that tells of a firm.",
        )
    return (
        f"“{names[0][0]}”合计 ÷ “{names[1][0]}”合计：先汇总后相除，{firms_zh}。",
        f"Sum of “{names[0][1]}” ÷ sum of “{names[1][1]}”: summed first, then divided; {firms_en}.",
    )


def _item_name(side: _Side, language: str) -> str:
    form = version_for(side.release.form_code, Period.parse(side.release.period))
    return form.item_of[side.item].name(language)


def _statements(
    code: str, sides: Iterable[_Side], release: ReleasedSums, known_at: datetime, sees: bool
) -> Iterator[Statement]:
    named = {"form": release.form_code, "period": release.period, "moment": known_at}
    if code == COVERAGE.code:
        yield Statement("numerator", with_parameters(COUNTED.format(column="counted"), named))
        yield Statement("denominator", with_parameters(COUNTED.format(column="asked"), named))
    for side in sides:
        of_side = named | {"form": side.release.form_code, "item": side.item, "factor": side.factor}
        if sees:
            keys = {"item": side.item, "factor": side.factor, "keys": _keys(side.release)}
            yield Statement(side.role, with_parameters(REPORTED, keys))
        else:
            yield Statement(side.role, with_parameters(RELEASED, of_side))


def _touches(row: Return) -> Iterator[Touch]:
    """The releases that it came into, and those that no longer count it."""
    releases = ReleasedSums.objects.filter(form_code=row.form_code, period=row.period).order_by("revision")
    was_in = False
    for release in releases:
        is_in = row.pk in _keys(release)
        if is_in != was_in:
            yield from _touches_of(release, row.form_code, row if is_in else None)
        was_in = is_in


def _touches_of(release: ReleasedSums, form: str, row: Return | None) -> Iterator[Touch]:
    period = Period.parse(release.period)
    for told in MEASURES:
        if told.form == form or (told.over is not None and told.over[0] == form):
            yield Touch(told.measure.code, period, release.released_at, _share(told, row))
    if form == COVERED_FORM:
        yield Touch(COVERAGE.code, period, release.released_at)


def _share(told: ReturnMeasure, row: Return | None) -> Decimal | None:
    """What a return adds to a sum, in the measure's unit; None for its part in a ratio."""
    if row is None or told.over is not None:
        return None
    amount = amounts(row.values).get(told.item)
    return (
        None if amount is None else amount * (unit(told.unit).factor / unit(told.measure.display_unit).factor)
    )


RETURNS = ReturnTracer()
