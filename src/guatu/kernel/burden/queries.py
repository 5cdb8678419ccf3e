"""How much did people type, in which months, into which forms, and what of it was asked again?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from guatu.kernel.burden.actions import HANDED_IN
from guatu.kernel.burden.forms import AskingForm, find_form
from guatu.kernel.burden.models import Tally


@dataclass(slots=True)
class Load:
    """What was asked: forms handed in, fields typed, fields filled in before, fields typed once more."""

    forms: int = 0
    typed: int = 0
    prefilled: int = 0
    repeated: int = 0

    @property
    def prefilled_share(self) -> Decimal | None:
        """The share of fields in percent that nobody had to type; None where nothing was asked."""
        fields = self.typed + self.prefilled
        return Decimal(self.prefilled * 100) / fields if fields else None

    def add(self, element: str, typed: int, prefilled: int) -> None:
        """Adds a count of a field, or of the form itself."""
        if element == HANDED_IN:
            self.forms += typed
        else:
            self.typed += typed
            self.prefilled += prefilled


def tallies(
    year: int, *, enterprise_id: int | None = None, department_id: int | None = None
) -> QuerySet[Tally]:
    """The counts of a year: of all enterprises, of one, or of what one department's staff typed."""
    rows = Tally.objects.filter(day__year=year)
    if enterprise_id is not None:
        return rows.filter(enterprise_id=enterprise_id, by_enterprise=True)
    if department_id is not None:
        return rows.filter(department_id=department_id, by_enterprise=False)
    return rows


def by_month(rows: QuerySet[Tally]) -> list[Load]:
    """The load of each of the twelve months, with what was asked again in them."""
    months = [Load() for _month in range(12)]
    counted = rows.annotate(month=ExtractMonth("day")).values_list("month", "element")
    for month, element, typed, prefilled in counted.annotate(Sum("typed"), Sum("prefilled")).order_by():
        months[month - 1].add(element, typed, prefilled)
    for month, repeated in _repeats(rows).items():
        months[month - 1].repeated = repeated
    return months


def by_form(rows: QuerySet[Tally]) -> list[tuple[str, AskingForm | None, Load]]:
    """The load of each form, the heaviest first; the form itself is None where it is asked no more."""
    forms: defaultdict[str, Load] = defaultdict(Load)
    counted = rows.values_list("form", "element").annotate(Sum("typed"), Sum("prefilled")).order_by()
    for form, element, typed, prefilled in counted:
        forms[form].add(element, typed, prefilled)
    heaviest = sorted(forms.items(), key=lambda each: (-each[1].typed, each[0]))
    return [(form, find_form(form), load) for form, load in heaviest]


def by_enterprise(year: int, most: int | None = None) -> list[tuple[int, Load]]:
    """The load of each enterprise by its key, the heaviest first, at most so many."""
    rows = Tally.objects.filter(day__year=year, by_enterprise=True)
    counted = rows.values("enterprise_id").annotate(
        forms=Sum("typed", filter=Q(element=HANDED_IN), default=0),
        fields=Sum("typed", filter=~Q(element=HANDED_IN), default=0),
        offered=Sum("prefilled", default=0),
    )
    return [
        (row["enterprise_id"], Load(row["forms"], row["fields"], row["offered"]))
        for row in counted.order_by("-fields", "enterprise_id")[:most]
    ]


def by_asking_body(rows: QuerySet[Tally]) -> list[tuple[str, Load]]:
    """The load by who asks for it: a department's code, a body outside, "" where nobody says so any more."""
    bodies: defaultdict[str, Load] = defaultdict(Load)
    for _form, asking, load in by_form(rows):
        body = bodies[asking.asked_by if asking else ""]
        body.forms += load.forms
        body.typed += load.typed
        body.prefilled += load.prefilled
    return sorted(bodies.items(), key=lambda each: (-each[1].typed, each[0]))


def repeated_elements(rows: QuerySet[Tally]) -> list[tuple[str, list[str], int]]:
    """What was asked again: the element, the forms it was typed in, how often too much; the most first."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    too_much: defaultdict[str, int] = defaultdict(int)
    for (_month, _enterprise, element), typed in _typed_by_form(rows).items():
        if len(typed) > 1:
            forms[element].update(typed)
            too_much[element] += _again(typed.values())
    return [
        (e, sorted(forms[e]), n) for e, n in sorted(too_much.items(), key=lambda each: (-each[1], each[0]))
    ]


def _repeats(rows: QuerySet[Tally]) -> dict[int, int]:
    months: defaultdict[int, int] = defaultdict(int)
    for (month, _enterprise, _element), typed in _typed_by_form(rows).items():
        months[month] += _again(typed.values())
    return months


def _again(typed: Iterable[int]) -> int:
    """What was typed in further forms; corrections within one form are none."""
    counts = sorted(typed)
    return sum(counts[:-1])


def _typed_by_form(rows: QuerySet[Tally]) -> dict[tuple[int, int, str], dict[str, int]]:
    # Only enterprises are asked about themselves; staff who record two firms ask nothing twice.
    counted = (
        rows.exclude(element=HANDED_IN)
        .filter(by_enterprise=True, typed__gt=0)
        .annotate(month=ExtractMonth("day"))
        .values_list("month", "enterprise_id", "element", "form")
        .annotate(Sum("typed"))
        .order_by()
    )
    found: defaultdict[tuple[int, int, str], dict[str, int]] = defaultdict(dict)
    for month, enterprise, element, form, typed in counted:
        found[month, enterprise, element][form] = typed
    return found
