"""Which figures were published, and from which file does each come?"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity
from guatu.kernel.access.gate import needs
from guatu.kernel.access.models import in_language
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.surfaces.desk.as_shown import numbers_shown
from guatu.surfaces.desk.views.downloads import attachment
from guatu.zone.statistics.exports import template_file
from guatu.zone.statistics.models import FigureImport, PublishedFigure, SourceDocument
from guatu.zone.statistics.queries import figures_known_at, value_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT_IMPORTS = 12


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in the list, with its latest figure and how many there are."""

    code: str
    name: str
    latest: PublishedFigure
    count: int

    @property
    def value(self) -> Quantity | Missing:
        """The latest value as published."""
        return value_of(self.latest)

    @property
    def is_stale(self) -> bool:
        """Whether the figure is older than its measure bears."""
        age = clock.today() - self.latest.period_end
        return age.days > registry.get(self.code).stale_after_days


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What counts for a period and level, and what was said of it before, the last word first."""

    figure: PublishedFigure
    earlier: tuple[PublishedFigure, ...]

    @property
    def value(self) -> Quantity | Missing:
        """The value that counts."""
        return value_of(self.figure)

    @property
    def base(self) -> Quantity | None:
        """The comparable base in the unit of the figure, where one was published."""
        base, now = self.figure.comparable_base, self.value
        return (
            Quantity(base.normalize(), now.unit) if base is not None and isinstance(now, Quantity) else None
        )

    @property
    def restated(self) -> tuple[Quantity | Missing, ...]:
        """The values that were published before and were something else."""
        return tuple(value_of(figure) for figure in self.earlier if value_of(figure) != self.value)


@needs("figures.view")
@require_safe
def list_figures(request: HttpRequest) -> HttpResponse:
    """The measures that have figures, each with its latest; the imports beside them."""
    imports = scope(request.user, FigureImport).select_related("document", "created_by")
    context = {
        "rows": _measure_rows(),
        "imports": imports.defer("document__content", "rows").order_by("-created_at", "-pk")[:RECENT_IMPORTS],
        "documents": scope(request.user, SourceDocument).count(),
    }
    return render(request, "desk/figures.html", context)


@needs("figures.view")
@require_safe
def show_measure(request: HttpRequest, code: str) -> HttpResponse:
    """All figures of a measure, the newest period first, restatements beside what they restate."""
    try:
        measure = registry.get(code)
    except GuatuError:
        raise Http404 from None
    by_period: dict[tuple[str, str], list[PublishedFigure]] = {}
    for figure in _known().filter(measure=code):
        by_period.setdefault((figure.period, figure.level), []).append(figure)
    rows = [FigureRow(said[-1], tuple(reversed(said[:-1]))) for said in by_period.values()]
    rows.sort(key=lambda row: (row.figure.period_end, Period.parse(row.figure.period).months), reverse=True)
    shown = numbers_shown(code, clock.now())
    context = {"measure": measure, "name": _name(measure), "rows": rows, "shown": shown}
    return render(request, "desk/measure.html", context)


@needs("figures.view")
@require_safe
def send_source(request: HttpRequest, pk: int) -> HttpResponse:
    """The source document, byte by byte as it was handed in."""
    document = get(request.user, SourceDocument, pk)
    return attachment(bytes(document.content), document.name, document.content_type)


@needs("figures.view")
@require_safe
def send_template(request: HttpRequest) -> HttpResponse:
    """An empty sheet to fill in."""
    return attachment(template_file(), "指标数据模板.xlsx", XLSX)


def _known() -> QuerySet[PublishedFigure]:
    figures = figures_known_at(clock.now()).select_related("document", "figure_import")
    return figures.defer("document__content", "figure_import__rows", "figure_import__problems")


def _measure_rows() -> list[MeasureRow]:
    by_measure: dict[str, list[PublishedFigure]] = {}
    for figure in _known().filter(level="zone"):
        by_measure.setdefault(figure.measure, []).append(figure)
    known = {measure.code: measure for measure in registry.all_measures()}
    return [
        MeasureRow(code, _name(known[code]), figures[-1], len({figure.period for figure in figures}))
        for code in known
        if (figures := by_measure.get(code))
    ]


def _name(measure: Measure) -> str:
    return in_language(measure.name_zh, measure.name_en)
