"""What is a number of the published figures made of, and which numbers does a figure move?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from guatu.base.clock import ZONE_TIME, now
from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, Unit, Value, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.statements import with_parameters
from guatu.kernel.measures.traces import RecordList, RecordRef, Said, Statement, Touch, Traced
from guatu.zone.statistics.models import Level, PublishedFigure
from guatu.zone.statistics.queries import figures_known_at, observe, value_of
from guatu.zone.statistics.series import ADDITIVE, series_period

FIGURE = "statistics.publishedfigure"
# The last word on each point: a later publication prevails, whichever was recorded first.
LATEST = """SELECT sum(latest.amount * units.factor) FROM (
    SELECT DISTINCT ON ({point}) figure.amount, figure.unit
    FROM statistics_publishedfigure figure
    JOIN statistics_figureimport handed ON handed.id = figure.figure_import_id
    WHERE figure.measure = %(measure)s AND figure.level = 'zone'
      AND ({point}) IN ({points})
      AND figure.recorded_at <= %(moment)s AND figure.published_on <= %(day)s
      AND (handed.state <> 'withdrawn' OR handed.withdrawn_at > %(moment)s)
    ORDER BY {point}, {order}figure.published_on DESC, figure.revision DESC, figure.id DESC
) latest JOIN (VALUES {units}) units (unit, factor) ON units.unit = latest.unit"""
_HOW_ZH = {
    "sum": "流量以公布的累计数为准；未公布累计数的，由上一累计点加当期数得出，缺一即不加总。",
    "stock": "时点数，取公布的期末数，不跨期相加。",
    "divide": "比率和增速按公布数，不由分项或两期总量推算。",
}
_HOW_EN = {
    "sum": "A flow is the published cumulative figure; without one, the point before and what was published"
    " since are added up, and nothing is added where one of them is missing.",
    "stock": "A state: the published figure at the end of the period, never added up over time.",
    "divide": "A ratio or a growth stands as published; it is not computed from parts or from two levels.",
}


class FigureTracer:
    """Tells of the measures whose numbers are published by others."""

    def trace(self, measure: Measure, period: Period, known_at: datetime, by: object) -> Traced | None:
        """The figures behind a point, all that was said of them, and the SQL that adds them up."""
        observation = _point(measure, period, known_at)
        if observation is None:
            return None
        shown_in = unit(measure.display_unit)
        figures = figures_of(evidence.pk for evidence in observation.evidence)
        return Traced(
            formula_zh=_formula(measure, period, figures, observation.value, _HOW_ZH, "zh"),
            formula_en=_formula(measure, period, figures, observation.value, _HOW_EN, "en"),
            lists=(RecordList("sum", "figure", shown_in, tuple(_ref(f, shown_in) for f in figures)),),
            said=tuple(_words(measure, figures, known_at, shown_in)),
            statements=(Statement("sum", _statement(measure, figures, known_at)),) if figures else (),
        )

    def touched_by(self, model: str, pk: int, by: object) -> Sequence[Touch]:
        """The points that a figure is part of, from when it counted and from when it no longer did."""
        if model != FIGURE:
            return ()
        figure = next(iter(figures_of([pk])), None)
        if figure is None or figure.level != Level.ZONE:
            return ()
        since = max(figure.recorded_at, _begin_of(figure.published_on))
        moments = [since] if since <= now() else []
        withdrawn = figure.figure_import.withdrawn_at
        if withdrawn is not None and withdrawn > since:
            moments.append(withdrawn)
        return [touch for moment in moments for touch in _touches(figure, moment, since)]


def figures_of(keys: Iterable[int]) -> list[PublishedFigure]:
    """The figures of these keys with their files' names, in the order of the calendar."""
    rows = PublishedFigure.objects.filter(pk__in=list(keys)).select_related("document", "figure_import")
    slim = rows.defer("document__content", "figure_import__rows", "figure_import__problems")
    return list(slim.order_by("period_end", "period_start", "pk"))


def _point(measure: Measure, period: Period, known_at: datetime) -> Observation | None:
    found = observe([measure.code], known_at).get(measure.code, ())
    return next((each for each in found if each.period == period), None)


def _touches(figure: PublishedFigure, moment: datetime, since: datetime) -> Iterable[Touch]:
    """The points that it came into, touched at that moment."""
    measure, share = registry.get(figure.measure), value_of(figure)
    amount = share.to(unit(measure.display_unit)).amount if isinstance(share, Quantity) else None
    for observation in observe([measure.code], since).get(measure.code, ()):
        if any(evidence.pk == figure.pk for evidence in observation.evidence):
            yield Touch(measure.code, observation.period, moment, amount)


def _ref(figure: PublishedFigure, shown_in: Unit) -> RecordRef:
    value = value_of(figure)
    return RecordRef(
        model=FIGURE,
        pk=figure.pk,
        label=Period.parse(figure.period).code,
        amount=value.to(shown_in).amount if isinstance(value, Quantity) else None,
        place=figure.period,
        on=figure.published_on,
        recorded_at=figure.recorded_at,
        by=figure.recorded_by_id,
        source=figure.document.name,
        source_pk=figure.document_id,
    )


def _words(
    measure: Measure, figures: Sequence[PublishedFigure], known_at: datetime, shown_in: Unit
) -> Iterable[Said]:
    """All that was said of the points of these figures by then, the last word first."""
    points = {series_period(measure, Period.parse(figure.period)) for figure in figures}
    ends = {point.end for point in points}
    rows = figures_known_at(known_at).filter(measure=measure.code, level=Level.ZONE, period_end__in=ends)
    keys = [row.pk for row in rows if series_period(measure, Period.parse(row.period)) in points]
    said = sorted(figures_of(keys), key=lambda f: (f.published_on, f.revision, f.pk), reverse=True)
    for figure in said:
        value = value_of(figure)
        yield Said(
            value=value.to(shown_in) if isinstance(value, Quantity) else value,
            growth=figure.growth,
            said_on=figure.published_on,
            recorded_at=figure.recorded_at,
            record=_ref(figure, shown_in),
        )


def _formula(
    measure: Measure,
    period: Period,
    figures: Sequence[PublishedFigure],
    value: Value,
    how: Mapping[str, str],
    language: str,
) -> str:
    kind = "sum" if measure.kind in ADDITIVE else "stock" if measure.kind == "stock" else "divide"
    name = period.name_en if language == "en" else period.name_zh
    parts = [Period.parse(figure.period) for figure in figures]
    names = " + ".join(part.name_en if language == "en" else part.name_zh for part in parts)
    if isinstance(value, Missing) and len(parts) == 1 and parts[0] != period:
        names = value.display("en" if language == "en" else "zh")
    if names and len(parts) == 1 and not isinstance(value, Missing):
        names = f"the figure that was published for {names}" if language == "en" else f"公布数（{names}）"
    return f"{name} = {names}\n{how[kind]}" if names else how[kind]


def _statement(measure: Measure, figures: Sequence[PublishedFigure], known_at: datetime) -> str:
    is_state = measure.kind == "stock"
    shown_in = unit(measure.display_unit)
    point = "figure.period_end" if is_state else "figure.period_end, figure.period_start"
    days = [day for f in figures for day in ((f.period_end,) if is_state else (f.period_end, f.period_start))]
    units = sorted({figure.unit for figure in figures})
    factors: list[object] = []
    for each in units:
        factors += [each, unit(each).factor / shown_in.factor]
    named: dict[str, object] = {
        "measure": measure.code,
        "moment": known_at,
        "day": known_at.astimezone(ZONE_TIME).date(),
    }
    named |= {f"day{number}": day for number, day in enumerate(days)}
    named |= {f"unit{number}": each for number, each in enumerate(factors)}
    sql = LATEST.format(
        point=point,
        points=_groups("day", len(days), 1 if is_state else 2),
        order="figure.period_start DESC, " if is_state else "",
        units=_groups("unit", len(factors), 2),
    )
    return with_parameters(sql, named)


def _groups(name: str, count: int, size: int) -> str:
    """Placeholders in brackets, so many to each."""
    marks = [f"%({name}{number})s" for number in range(count)]
    return ", ".join(f"({', '.join(marks[at : at + size])})" for at in range(0, count, size))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE_TIME)


FIGURES = FigureTracer()
