"""How much did people type, in which months, into which forms, and what of it was asked again?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth

from guatu.kernel.burden.forms import AskingForm, find_form
from guatu.kernel.burden.models import Tally

# Only enterprises are asked about themselves; staff who record two firms ask nothing twice. What was typed
# most often into one form are corrections; the rest was typed again elsewhere.
_REPEATED = """
WITH asked AS ({rows}), typed AS (
    SELECT extract(month FROM day)::int AS month, enterprise_id, said.element, form,
           sum(said.times::int) AS times
    FROM asked CROSS JOIN LATERAL jsonb_each_text(elements) AS said (element, times)
    WHERE by_enterprise GROUP BY 1, 2, 3, 4
)
SELECT month, element, array_agg(form ORDER BY form), sum(times) - max(times)
FROM typed GROUP BY month, enterprise_id, element HAVING count(*) > 1
"""


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


@dataclass(frozen=True, slots=True)
class Repeat:
    """A data element that was typed into several forms, in a month where one is named, how often too much."""

    element: str
    forms: tuple[str, ...]
    times: int
    month: int = 0


def tallies(
    year: int, *, enterprise_id: int | None = None, department_id: int | None = None
) -> QuerySet[Tally]:
    """The counts of a year: of all, of what one enterprise typed, or of what one department's staff did."""
    rows = Tally.objects.filter(day__year=year)
    if enterprise_id is not None:
        return rows.filter(enterprise_id=enterprise_id, by_enterprise=True)
    if department_id is not None:
        return rows.filter(department_id=department_id, by_enterprise=False)
    return rows


def repeats_in(rows: QuerySet[Tally]) -> list[Repeat]:
    """What an enterprise had to type into a further form, enterprise by enterprise and month by month."""
    columns = ("day", "enterprise_id", "form", "by_enterprise", "elements")
    asked, params = rows.order_by().values(*columns).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_REPEATED.format(rows=asked), params)
        return [
            Repeat(element, tuple(forms), int(times), month)
            for month, element, forms, times in cursor.fetchall()
        ]


def by_month(rows: QuerySet[Tally], repeats: Iterable[Repeat] = ()) -> list[Load]:
    """The load of each of the twelve months, with what `repeats_in` them is given."""
    months = [Load() for _month in range(12)]
    for month, load in _summed(rows.annotate(month=ExtractMonth("day")), "month"):
        months[int(str(month)) - 1] = load
    for repeat in repeats:
        months[repeat.month - 1].repeated += repeat.times
    return months


def by_form(rows: QuerySet[Tally]) -> list[tuple[str, AskingForm | None, Load]]:
    """The load of each form, the heaviest first; the form itself is None where it is asked no more."""
    return [(str(form), find_form(str(form)), load) for form, load in _heaviest(_summed(rows, "form"))]


def by_enterprise(year: int, most: int | None = None) -> list[tuple[int, Load]]:
    """The load of each enterprise by its key, the heaviest first, at most so many."""
    rows = Tally.objects.filter(day__year=year, by_enterprise=True)
    return [(int(str(key)), load) for key, load in _heaviest(_summed(rows, "enterprise_id"))[:most]]


def by_department(year: int) -> list[tuple[int, Load]]:
    """What the staff of each department typed, by its key (0 where nobody knows), the heaviest first."""
    rows = Tally.objects.filter(day__year=year, by_enterprise=False)
    return [(int(str(key)), load) for key, load in _heaviest(_summed(rows, "department_id"))]


def by_asking_body(rows: QuerySet[Tally]) -> list[tuple[str, Load]]:
    """The load by who asks for it: a department's code, a body outside, "" where nobody says so any more."""
    bodies: defaultdict[object, Load] = defaultdict(Load)
    for _form, asking, load in by_form(rows):
        body = bodies[asking.asked_by if asking else ""]
        body.forms += load.forms
        body.typed += load.typed
        body.prefilled += load.prefilled
    return [(str(body), load) for body, load in _heaviest(bodies.items())]


def repeated_elements(repeats: Iterable[Repeat]) -> list[Repeat]:
    """The same over the year: each data element once, the most often repeated first."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    times: defaultdict[str, int] = defaultdict(int)
    for repeat in repeats:
        forms[repeat.element].update(repeat.forms)
        times[repeat.element] += repeat.times
    often = sorted(times, key=lambda element: (-times[element], element))
    return [Repeat(element, tuple(sorted(forms[element])), times[element]) for element in often]


def _summed(rows: QuerySet[Tally], name: str) -> Iterator[tuple[object, Load]]:
    summed = rows.values_list(name).annotate(Sum("forms"), Sum("typed"), Sum("prefilled")).order_by()
    for key, forms, typed, prefilled in summed:
        yield key, Load(forms, typed, prefilled)


def _heaviest(loads: Iterable[tuple[object, Load]]) -> list[tuple[object, Load]]:
    return sorted(loads, key=lambda each: (-each[1].typed, str(each[0])))
