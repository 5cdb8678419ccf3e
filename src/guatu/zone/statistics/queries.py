"""What can be asked of the published figures?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from guatu.base.clock import day_of
from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, Value, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Evidence, Observation
from guatu.zone.statistics.models import ImportState, Level, PublishedFigure
from guatu.zone.statistics.rules.terms import Figure, Key
from guatu.zone.statistics.series import observed_series, series_period


def figures_known_at(moment: datetime) -> QuerySet[PublishedFigure]:
    """The figures that were recorded, published and not withdrawn at that moment, oldest word first.

    A later publication prevails over an earlier one, whichever was recorded first.
    """
    return (
        PublishedFigure.objects.filter(recorded_at__lte=moment, published_on__lte=day_of(moment))
        .filter(~Q(figure_import__state=ImportState.WITHDRAWN) | Q(figure_import__withdrawn_at__gt=moment))
        .order_by("measure", "period_end", "period_start", "published_on", "revision", "pk")
    )


def observe(codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
    """What the published figures of the zone say of the measures: the source of the whole catalogue."""
    spoken: dict[str, list[PublishedFigure]] = defaultdict(list)
    fields = figures_known_at(known_at).filter(measure__in=codes, level=Level.ZONE).select_related("document")
    for figure in fields.defer("document__content"):
        spoken[figure.measure].append(figure)
    return {code: _observations(registry.get(code), figures) for code, figures in spoken.items()}


def _observations(measure: Measure, figures: Iterable[PublishedFigure]) -> Sequence[Observation]:
    latest: dict[Period, Observation] = {}
    for figure in figures:
        observation = _observation(measure, figure)
        before = latest.get(observation.period)
        latest[observation.period] = observation if before is None else _beside(observation, before)
    return observed_series(measure, latest)


def _beside(observation: Observation, before: Observation) -> Observation:
    """The later word; what was said before hangs on it when it was something else."""
    same = (observation.value, observation.growth) == (before.value, before.growth)
    return replace(observation, restates=before.restates if same else before)


def _observation(measure: Measure, figure: PublishedFigure) -> Observation:
    period = Period.parse(figure.period)
    shown_in = unit(measure.display_unit)
    value, base = value_of(figure), figure.comparable_base
    return Observation(
        measure_code=measure.code,
        period=series_period(measure, period),
        value=value.to(shown_in) if isinstance(value, Quantity) else value,
        growth=figure.growth,
        comparable_base=None if base is None else Quantity(base, unit(figure.unit)).to(shown_in),
        published_on=figure.published_on,
        recorded_at=figure.recorded_at,
        revision=figure.revision,
        confirmed_on=figure.published_on if measure.kind == "zero_tolerance" else None,
        evidence=(Evidence("figure", figure.pk, f"{figure.document.name} · {period.name_zh}"),),
    )


def value_of(figure: PublishedFigure) -> Value:
    """What a figure says, in the unit that it was published in."""
    if figure.amount is None:
        return Missing(MissingReason(figure.missing_reason))
    return Quantity(figure.amount.normalize(), unit(figure.unit))


def known_figures(moment: datetime) -> dict[Key, Figure]:
    """The figure that counts for every measure, period and level, in the words of the rules of an import."""
    measures = {measure.code: measure for measure in registry.all_measures()}
    known: dict[Key, Figure] = {}
    for row in figures_known_at(moment):
        if row.measure in measures:
            figure = _figure(measures[row.measure], row)
            known[figure.key] = figure
    return known


def _figure(measure: Measure, row: PublishedFigure) -> Figure:
    return Figure(
        measure=measure,
        period=Period.parse(row.period),
        level=row.level,
        value=value_of(row),
        unit=unit(row.unit),
        growth=row.growth,
        base=row.comparable_base,
        publisher=row.publisher,
        published_on=row.published_on,
        row=row.row,
    )
