"""How far are the enterprises on the ladder, as the facts that may be used tell?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from guatu.base.quantities import Quantity
from guatu.zone.enterprises.models import (
    EconomicFact,
    Enterprise,
    Kind,
    ListingStep,
    Scale,
    ScaleSpell,
    Status,
    Title,
)
from guatu.zone.enterprises.queries.facts import usable
from guatu.zone.enterprises.rules.ladder import (
    Firm,
    HeldTitle,
    Judged,
    ScaleView,
    judge_step,
    steps_on,
    view_scale,
)
from guatu.zone.enterprises.rules.ladder.conditions import Step, all_thresholds, elements_of

YEARS_BACK = 3
"""How many whole years the conditions look back."""

LEGAL_ENTITIES = (Kind.COMPANY, Kind.COOPERATIVE, Kind.OTHER)
"""Above scale are legal entities; branches report with their company, sole traders by sample."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ladder looks at of one enterprise, and how old and from whom its newest fact is."""

    enterprise: Enterprise
    firm: Firm
    newest: date | None


def known_firms(on: date, enterprises: Iterable[Enterprise], elements: Collection[str]) -> Iterator[Known]:
    """What is known of these enterprises on a day; a constant number of queries, however many they are."""
    found = {enterprise.pk: enterprise for enterprise in enterprises}
    facts = _facts(on, found, elements)
    titles: defaultdict[int, list[HeldTitle]] = defaultdict(list)
    for row in Title.objects.filter(enterprise__in=found).values_list(
        "enterprise_id", "name", "valid_from", "valid_to"
    ):
        titles[row[0]].append(HeldTitle(*row[1:]))
    for pk, enterprise in found.items():
        yield Known(enterprise, _firm(enterprise, facts[pk], tuple(titles[pk])), _newest(facts[pk]))


def scale_views(on: date, enterprises: Iterable[Enterprise]) -> Iterator[tuple[Known, ScaleView]]:
    """How these enterprises stand to the statistics bureau's list on a day."""
    elements = {threshold.element for threshold in all_thresholds()}
    for known in known_firms(on, enterprises, elements):
        yield known, view_scale(known.firm, on)


def step_views(on: date, step: Step, enterprises: Iterable[Enterprise]) -> Iterator[tuple[Known, Judged]]:
    """How far these enterprises are from a title or a board on a day."""
    for known in known_firms(on, enterprises, elements_of([step])):
        yield known, judge_step(step, known.firm, on)


def ladder_of(on: date, enterprise: Enterprise) -> tuple[Known, ScaleView, list[Judged]]:
    """Everything about one enterprise: the list, every title and every board."""
    steps = steps_on(on)
    elements = {threshold.element for threshold in all_thresholds()} | elements_of(steps)
    (known,) = known_firms(on, [enterprise], elements)
    return known, view_scale(known.firm, on), [judge_step(step, known.firm, on) for step in steps]


def with_figures(on: date, elements: Collection[str], title: str = "") -> QuerySet[Enterprise]:
    """The legal entities of whom one of these elements is known and may be used, and those above scale.

    With the name of a title, those who hold it stand in for those above scale.
    """
    told = EconomicFact.objects.filter(usable(on), _recent(on), element__in=list(elements))
    holders = Title.objects.filter(name=title, valid_from__lte=on).exclude(valid_to__lt=on)
    listed = ScaleSpell.objects.filter(until=None).values("enterprise")
    above = Q(pk__in=listed) | ~Q(scale__in=("", Scale.BELOW)) & Q(status=Status.IN_BUSINESS)
    further = Q(pk__in=holders.values("enterprise")) if title else above
    rows = Enterprise.objects.filter(Q(pk__in=told.values("enterprise")) | further, kind__in=LEGAL_ENTITIES)
    return rows.defer("search_text", "provenance").order_by("name", "pk")


def listing_row() -> QuerySet[ListingStep]:
    """The furthest step of each enterprise on the way to the stock exchange, the furthest first."""
    return (
        ListingStep.objects.select_related("enterprise")
        .filter(enterprise__status=Status.IN_BUSINESS)
        .order_by("enterprise", "-reached_on", "-pk")
        .distinct("enterprise")
    )


def entered_in(year: int, scale: str | None = None) -> QuerySet[ScaleSpell]:
    """Who came above scale in a year: new on the bureau's list, the first or another time."""
    spells = ScaleSpell.objects.select_related("enterprise").filter(since__year=year)
    return spells.filter(scale=scale) if scale else spells


def _facts(
    on: date, found: Collection[int], elements: Collection[str]
) -> defaultdict[int, list[EconomicFact]]:
    rows = EconomicFact.objects.filter(
        usable(on), _recent(on), enterprise__in=found, element__in=list(elements), as_of__lte=on
    )
    facts: defaultdict[int, list[EconomicFact]] = defaultdict(list)
    # What was recorded last is read last, and so remains.
    for fact in rows.order_by("recorded_at", "pk"):
        facts[fact.enterprise_id].append(fact)
    return facts


def _recent(on: date) -> Q:
    return Q(period_end__gte=date(on.year - YEARS_BACK, 1, 1), period_end__lte=on)


def _firm(enterprise: Enterprise, facts: list[EconomicFact], titles: tuple[HeldTitle, ...]) -> Firm:
    yearly: dict[tuple[str, int], Quantity] = {}
    monthly: defaultdict[tuple[str, int], dict[int, Quantity]] = defaultdict(dict)
    for fact in facts:
        period = fact.stretch
        if period.kind == "year":
            yearly[fact.element, period.year] = fact.quantity
        elif period.cumulative is not None:
            monthly[fact.element, period.year][period.last_month] = fact.quantity
    return Firm(
        industry=enterprise.industry,
        established_on=enterprise.established_on,
        in_business=enterprise.status == Status.IN_BUSINESS,
        scale=enterprise.scale,
        titles=titles,
        yearly=yearly,
        monthly=dict(monthly),
    )


def _newest(facts: list[EconomicFact]) -> date | None:
    return max((fact.as_of for fact in facts), default=None)
