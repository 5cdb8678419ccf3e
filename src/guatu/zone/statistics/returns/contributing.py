"""Of what does a released sum consist: divisions of industry and, for officers, firms, each with its base?

The divisions are as they were released, so no firm is recognised in them. Firms come from the store itself,
which opens for statistics officers alone (统计法 of 2009, art. 25; design law 11).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel.access.actions.readings import record_reading
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.rights import require
from guatu.zone.statistics.returns.measures import MEASURES, ReturnMeasure
from guatu.zone.statistics.returns.models import ReleasedSums, Return
from guatu.zone.statistics.returns.rules.cells import amounts
from guatu.zone.statistics.returns.store import Reader, opened_for


@dataclass(frozen=True, slots=True)
class ReportedPart:
    """A division (`name` is its code, C35) or a firm: this year's cumulative amount and last year's."""

    name: str
    amount: Quantity
    before: Quantity | None


@dataclass(frozen=True, slots=True)
class ReportedWhole:
    """The newest released sum of a measure; masked divisions are left out of `divisions`."""

    period: Period
    counted: int
    asked: int
    amount: Quantity
    before: Quantity | None
    divisions: tuple[ReportedPart, ...]
    told: ReturnMeasure
    release: ReleasedSums


def reported_whole(measure: str, known_at: datetime) -> ReportedWhole | None:
    """The sum behind a measure of the returns, or beside a published one; None where nothing is released."""
    told = next((each for each in MEASURES if measure in (each.published, each.measure.code)), None)
    if told is None or told.over is not None:
        return None
    rows = ReleasedSums.objects.filter(form_code=told.form, released_at__lte=known_at)
    release = rows.order_by("-period_end", "-revision").first()
    amount = None if release is None else _amount(told, release.totals.get(told.item))
    if release is None or amount is None:
        return None
    return ReportedWhole(
        period=Period.parse(release.period),
        counted=release.counted,
        asked=release.asked,
        amount=amount,
        before=_amount(told, release.totals.get(_before(told))),
        divisions=_divisions(told, release),
        told=told,
        release=release,
    )


def firms_behind(whole: ReportedWhole, *, by: Reader) -> tuple[ReportedPart, ...]:
    """The firms of the sum, the ones that moved it most first; that somebody looked is written down.

    PermissionDenied without `returns.view`.
    """
    require(by, "returns.view")
    record_reading(by, whole.release, [FieldClass.RESTRICTED])
    # By firm, the keys of its returns that were counted.
    keys = [int(key) for its in whole.release.returns.values() for key in str(its).split()]
    now: defaultdict[str, Decimal] = defaultdict(Decimal)
    before: defaultdict[str, Decimal] = defaultdict(Decimal)
    with opened_for(by):
        for row in Return.objects.filter(pk__in=keys).select_related("form"):
            read = amounts(row.values)
            now[row.enterprise_name] += read.get(whole.told.item) or 0
            before[row.enterprise_name] += read.get(_before(whole.told)) or 0
    counted = unit(whole.told.unit)
    parts = (ReportedPart(n, Quantity(now[n], counted), Quantity(before[n], counted)) for n in now)
    return tuple(sorted(parts, key=lambda part: -abs(now[part.name] - before[part.name])))


def _before(told: ReturnMeasure) -> str:
    return f"{told.item}_last_year"


def _divisions(told: ReturnMeasure, release: ReleasedSums) -> tuple[ReportedPart, ...]:
    now: Mapping[str, str | None] = release.divisions.get(told.item, {})
    before: Mapping[str, str | None] = release.divisions.get(_before(told), {})
    known = ((code, _amount(told, text), _amount(told, before.get(code))) for code, text in now.items())
    parts = (ReportedPart(code, amount, base) for code, amount, base in known if amount is not None)
    return tuple(sorted(parts, key=lambda part: -part.amount.base))


def _amount(told: ReturnMeasure, text: str | None) -> Quantity | None:
    return None if text is None else Quantity(Decimal(text), unit(told.unit))
