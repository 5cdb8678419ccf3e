"""What does everybody see of a plan? Targets that are open, by figures that were published, and nothing else.

What firms returned, what the zone counts itself, estimates and forecasts have no way out here: a value is
shown only where every record behind it is a published figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, Unit, Value, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.plan.models import ItemState, Plan, PlanState, Publicity, Target
from guatu.plan.tracking.queries import measure_of
from guatu.plan.tracking.standing import standings_of
from guatu.plan.tracking.terms import Status
from guatu.plan.tracking.turning import as_shown


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A published figure of the target's measure; `value` may say why it is missing."""

    period: Period
    value: Value
    growth: Decimal | None
    published_on: date
    recorded_on: date
    revision: int


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target as everybody sees it. Without a published figure it has no light, and `figure` is None."""

    pk: int
    identity: str
    name_zh: str
    name_en: str
    kind: str
    comparator: str
    value: Decimal | None
    value_hi: Decimal | None
    unit: str
    unit_norm: str
    parked: bool
    measure: Measure | None
    figure: OpenFigure | None
    actual: Quantity | None
    light: str
    progress: Decimal | None
    series: tuple[OpenFigure, ...]

    @property
    def shown_unit(self) -> Unit | None:
        """The plan's own unit; None where it is no unit of a figure."""
        for name in (self.unit, self.unit_norm):
            try:
                return unit(name)
            except GuatuError:
                continue
        return None


def open_plan(day: date) -> Plan | None:
    """The plan that everybody sees on that day: the newest published of the year, else of a year before."""
    found = Plan.objects.filter(
        state=PlanState.PUBLISHED, year__lte=day.year, published_at__lte=clock.end_of(day)
    )
    return found.order_by("-year", "-published_at").first()


def open_targets(plan: Plan, day: date) -> list[OpenTarget]:
    """The open targets of a plan in its order, as everybody saw them at the end of that day."""
    moment = clock.now() if day >= clock.today() else clock.end_of(day)
    rows = plan.targets.filter(state=ItemState.ACCEPTED).select_related("plan", "publicity")
    targets = [row for row in rows.order_by("start", "order", "pk") if shown_to_everybody(row)]
    found = as_shown(plan.pk, standings_of(targets, plan.year, known_at=moment), moment)
    codes = {row.measure for row in targets if measure_of(row) is not None}
    observed = registry.observations_of(codes, known_at=moment) if codes else {}
    return [_open(row, found[row.pk], observed.get(row.measure, ()), day) for row in targets]


def shown_to_everybody(target: Target) -> bool:
    """Whether everybody sees the target: as was decided, else as is usual."""
    decided: Publicity | None = getattr(target, "publicity", None)
    return usually_shown(target) if decided is None else decided.shown


def usually_shown(target: Target) -> bool:
    """Headline targets are open unless somebody decides otherwise: wholes with a headline measure."""
    measure = measure_of(target)
    return measure is not None and measure.headline and target.parent_id is None


def is_published(observation: Observation) -> bool:
    """Whether nothing but published figures is behind the number."""
    return bool(observation.evidence) and all(each.kind == "figure" for each in observation.evidence)


def _open(target: Target, status: Status, observed: tuple[Observation, ...], day: date) -> OpenTarget:
    measure = measure_of(target)
    figure = status.observation if status.observation and is_published(status.observation) else None
    years = (target.plan.year, (target.plan.year or 0) - 1)
    series = [o for o in observed if is_published(o) and o.period.year in years and o.period.end <= day]
    return OpenTarget(
        pk=target.pk,
        identity=str(target.identity),
        name_zh=target.subject or target.text[:40],
        name_en=measure.name_en if measure else "",
        kind=target.kind,
        comparator=target.comparator,
        value=target.value,
        value_hi=target.value_hi,
        unit=target.unit,
        unit_norm=target.unit_norm,
        parked=bool(target.parked_reason),
        measure=measure,
        figure=None if figure is None else _figure(figure),
        actual=None if figure is None else status.actual,
        light="" if figure is None else status.light.value,
        progress=status.progress if figure is not None and status.adds_up else None,
        series=tuple(_figure(each) for each in reversed(series)),
    )


def _figure(o: Observation) -> OpenFigure:
    recorded: datetime = o.formed_at or o.recorded_at
    return OpenFigure(o.period, o.value, o.growth, o.published_on, clock.day_of(recorded), o.revision)
