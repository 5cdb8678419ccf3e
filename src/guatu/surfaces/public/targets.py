"""What does everybody see of the plan of the year: what is promised, how far is it, by which figures?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.base.quantities import Missing, Quantity
from guatu.kernel.access.gate import ANYBODY, needs
from guatu.kernel.registry.publishing import files_of
from guatu.kernel.sheets.writing import CSV
from guatu.plan.models import Plan
from guatu.plan.publishing import FILES, columns_schema, public_csv
from guatu.plan.queries.public import OpenFigure, OpenTarget, open_plan, open_targets
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.words import period_name
from guatu.surfaces.desk.templatetags.lights import light_name
from guatu.surfaces.public.registries import NEWEST_FILES, open_registries
from guatu.surfaces.wall.course import Course, draw_course
from guatu.surfaces.wall.shown import Scale, missing_word, number, percent, scale_for, signed

# Figures come once a month; what was imported is open within minutes.
SOON = "public, max-age=120"
FULL = Decimal(1)
SIGNS = {"=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ ", "range": ""}

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A published figure in words; `missing` says why there is no value."""

    period: str
    year: int
    value: str
    missing: str
    growth: str
    published_on: date
    revision: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """An open target in words; `bar` is the drawn part of its progress in per cent."""

    target: OpenTarget
    name: str
    promised: str
    unit: str
    value: str
    instead: str
    light: str
    light_name: str
    period: str
    progress: str
    bar: str
    as_at: date | None
    updated_on: date | None


def open_page(view: View) -> View:
    """An open page: for everybody, to read alone; on its way to a stranger it may be kept for a while."""

    @needs(ANYBODY)
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else SOON
        return answer

    return answered


@open_page
def show_front(request: HttpRequest) -> HttpResponse:
    """The plan with its open targets, and everything else that is open."""
    day = asked_day(request)
    plan = open_plan(day)
    rows = [] if plan is None else [row_of(each) for each in open_targets(plan, day)]
    updated = [row.updated_on for row in rows if row.updated_on]
    context = _around(request, day) | {
        "plan": plan,
        "targets": rows,
        "counts": _counts(rows),
        "updated_on": max(updated, default=None),
        "rows": open_registries(),
        "files": files_of(FILES).defer("content", "schema")[:NEWEST_FILES],
    }
    return render(request, "public/index.html", context)


@open_page
def show_target(request: HttpRequest, pk: int) -> HttpResponse:
    """One open target: its published figures as chart and table, what is counted, and what is missing."""
    day = asked_day(request)
    plan, target = _opened(pk, day)
    scale = _scale_of(target)
    figures = [_figure_row(each, scale) for each in target.series]
    context = _around(request, day) | {
        "plan": plan,
        "row": row_of(target),
        "course": _course(target, scale, plan.year or day.year),
        "figures": figures,
        "gaps": [row for row in figures if row.missing and row.year == plan.year],
        "figures_unit": _unit_of_figures(target, scale),
        "definition": _in_language(target, "definition"),
        "measure_name": _in_language(target, "name"),
    }
    return render(request, "public/target.html", context)


@open_page
def send_targets(request: HttpRequest) -> HttpResponse:
    """The open targets of the day as csv; the header alone where no plan is open."""
    day = asked_day(request)
    plan = open_plan(day)
    if plan is None:
        raise Http404(_("No plan is published for that day."))
    content, _count = public_csv(plan, day)
    name = f'attachment; filename="targets-{day.isoformat()}.csv"'
    return HttpResponse(content, content_type=CSV, headers={"Content-Disposition": name})


@open_page
def send_columns(request: HttpRequest) -> HttpResponse:
    """What its columns are: Table Schema."""
    return JsonResponse(columns_schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def asked_day(request: HttpRequest) -> date:
    """The day of `?day=`, at most today; today where it is none."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return min(day, clock.today())


def row_of(target: OpenTarget) -> TargetRow:
    """An open target in the reader's words."""
    scale, figure = _scale_of(target), target.figure
    return TargetRow(
        target=target,
        name=_name_of(target),
        promised=_promised(target, scale),
        unit=scale.name,
        value="" if target.actual is None else scale.exact(target.actual).number,
        instead=_instead(target),
        light=target.light,
        light_name=light_name(target.light) if target.light else "",
        period="" if figure is None else period_name(figure.period),
        progress=percent(target.progress),
        bar="" if target.progress is None else f"{max(min(target.progress, FULL), Decimal(0)) * 100:.1f}",
        as_at=None if figure is None else figure.period.end,
        updated_on=None if figure is None else figure.published_on,
    )


def _around(request: HttpRequest, day: date) -> dict[str, object]:
    asked = day if day < clock.today() else None
    return {
        "day": day,
        "past": asked,
        "today": clock.today(),
        "licence": settings.OPEN_LICENCE,
        "licence_url": settings.OPEN_LICENCE_URL,
        "kept_query": _kept(request, asked),
    }


def _kept(request: HttpRequest, day: date | None) -> str:
    """What every link of an open page carries on: the day, and the language of who has no cookie."""
    parts = [f"day={day.isoformat()}"] if day else []
    if request.GET.get("language") in dict(settings.LANGUAGES):
        parts.append(f"language={request.GET['language']}")
    return f"?{'&'.join(parts)}" if parts else ""


def _opened(pk: int, day: date) -> tuple[Plan, OpenTarget]:
    plan = open_plan(day)
    if plan is not None:
        for each in open_targets(plan, day):
            if each.pk == pk:
                return plan, each
    raise Http404(_("There is no such page, or it is not for everybody."))


def _counts(rows: Iterable[TargetRow]) -> list[tuple[str, str, int]]:
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.light] = counted.get(row.light, 0) + 1
    order = sorted((Light(code) for code in counted if code), key=lambda light: -light.urgency)
    return [(light.value, light_name(light), counted[light.value]) for light in order]


def _name_of(target: OpenTarget) -> str:
    return target.name_en if _is_english() and target.name_en else target.name_zh


def _in_language(target: OpenTarget, what: str) -> str:
    if target.measure is None:
        return ""
    english = getattr(target.measure, f"{what}_en")
    return str(english if _is_english() and english else getattr(target.measure, f"{what}_zh"))


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _scale_of(target: OpenTarget) -> Scale:
    return scale_for(target.unit, target.unit_norm, [target.actual])


def _promised(target: OpenTarget, scale: Scale) -> str:
    ends = [each for each in (target.value, target.value_hi) if each is not None]
    unit = target.shown_unit
    amounts = [
        number(each.normalize()) if unit is None else scale.exact(Quantity(each, unit)).number
        for each in ends
    ]
    return SIGNS.get(target.comparator, "") + " – ".join(amounts)


def _instead(target: OpenTarget) -> str:
    """The word where no number is: never a zero."""
    if target.actual is not None:
        return ""
    if target.figure is not None and isinstance(target.figure.value, Missing):
        return missing_word(target.figure.value)
    if target.parked:
        return _("not followed by figures")
    return _("no published figure yet")


def _figure_row(figure: OpenFigure, scale: Scale) -> FigureRow:
    value, shown = figure.value, scale
    if isinstance(value, Quantity) and value.unit.dimension != scale.unit.dimension:
        shown = Scale(value.unit)
    return FigureRow(
        period=period_name(figure.period),
        year=figure.period.year,
        value=shown.exact(value).number if isinstance(value, Quantity) else "",
        missing=missing_word(value) if isinstance(value, Missing) else "",
        growth="" if figure.growth is None else f"{signed(figure.growth.normalize())}%",
        published_on=figure.published_on,
        revision=figure.revision,
    )


def _unit_of_figures(target: OpenTarget, scale: Scale) -> str:
    for figure in target.series:
        if isinstance(figure.value, Quantity) and figure.value.unit.dimension != scale.unit.dimension:
            return Scale(figure.value.unit).name
    return scale.name


def _course(target: OpenTarget, scale: Scale, year: int) -> Course | None:
    """The chart of the published figures by month; None where they are of another kind than the target."""
    found: dict[int, dict[int, Decimal]] = {year: {}, year - 1: {}}
    missing = set()
    for figure in target.series:
        value, month = figure.value, figure.period.last_month
        if isinstance(value, Missing):
            missing |= {month} if figure.period.year == year else set()
        elif value.unit.dimension == scale.unit.dimension and figure.period.first_month == 1:
            found[figure.period.year].setdefault(month, scale.amount(value))
    unit = target.shown_unit
    goal = None if target.value is None or unit is None else scale.amount(Quantity(target.value, unit))
    return draw_course(
        found[year],
        found[year - 1],
        {},
        goal,
        missing=missing - found[year].keys(),
        cumulative=target.progress is not None,
    )
