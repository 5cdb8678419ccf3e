"""Which numbers did a record move, and which lights of the plan turned with them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Value, unit
from guatu.kernel.access.models import in_language
from guatu.kernel.access.rights import may
from guatu.kernel.access.scopes import Reader, scope
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.tracing import JUST_BEFORE, MovedNumber, moved_by
from guatu.plan.models import ItemState, PlanState, Target
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import status_of

NEWEST = 3
"""How many periods of a measure are told one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class TargetMoved:
    """A target of the plan that reads the number, with its light right before and right after."""

    pk: int
    name: str
    before: Light
    after: Light

    @property
    def has_turned(self) -> bool:
        """Whether the light is another."""
        return self.before is not self.after


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One number before and after; `share` is what the record itself adds, in `unit`."""

    code: str
    name: str
    period: Period
    before: Value | None
    after: Value | None
    share: Decimal | None
    unit: str
    at: datetime
    targets: tuple[TargetMoved, ...]


@dataclass(frozen=True, slots=True)
class MovedNumbers:
    """The numbers that a record moved, the newest of each measure; `further` is how many are not told."""

    rows: tuple[MovedRow, ...]
    further: int


def numbers_moved(user: Reader, model: str, pk: int) -> MovedNumbers:
    """What a record moved, as this reader may see it, with the targets of published plans."""
    found = moved_by(model, pk, by=user)
    told = [moved for code in _codes(found) for moved in _of(found, code)[:NEWEST]]
    targets = _targets(user, _codes(found))
    rows = tuple(_row(moved, targets.get(moved.code, ())) for moved in told)
    return MovedNumbers(rows, len(found) - len(told))


def _codes(found: Iterable[MovedNumber]) -> list[str]:
    """The measures, those of the plan's headline first."""
    codes = dict.fromkeys(moved.code for moved in found)
    return sorted(codes, key=lambda code: not registry.get(code).headline)


def _of(found: Sequence[MovedNumber], code: str) -> list[MovedNumber]:
    return [moved for moved in found if moved.code == code]


def _targets(user: Reader, codes: Sequence[str]) -> Mapping[str, Sequence[Target]]:
    if not codes or not may(user, "wall.view"):
        return {}
    published = {"state": ItemState.ACCEPTED, "plan__state": PlanState.PUBLISHED}
    rows = scope(user, Target, "wall.view").filter(measure__in=codes, measure_confirmed=True, **published)
    found: dict[str, list[Target]] = {}
    for target in rows.select_related("plan").defer("plan__document").order_by("pk"):
        found.setdefault(target.measure, []).append(target)
    return found


def _row(moved: MovedNumber, targets: Iterable[Target]) -> MovedRow:
    measure = registry.get(moved.code)
    return MovedRow(
        code=moved.code,
        name=name_of_measure(measure),
        period=moved.period,
        before=moved.before,
        after=moved.after,
        share=moved.share,
        unit=unit(measure.display_unit).code,
        at=moved.at,
        targets=tuple(_moved_target(t, moved.at) for t in targets if t.plan.year == moved.period.year),
    )


def _moved_target(target: Target, at: datetime) -> TargetMoved:
    before, after = (
        status_of(target, target.plan.year, known_at=moment).light for moment in (at - JUST_BEFORE, at)
    )
    return TargetMoved(target.pk, target.subject or target.text[:14], before, after)


def name_of_measure(measure: Measure) -> str:
    """The measure's name in the reader's language."""
    return in_language(measure.name_zh, measure.name_en)
