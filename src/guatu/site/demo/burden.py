"""What had the people of the demonstration to type in 2019: firms their returns, staff their visits?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from guatu.base import clock
from guatu.kernel.access.models import Tenure
from guatu.kernel.burden.models import Tally
from guatu.site.demo import DEMO_TODAY
from guatu.zone.enterprises.actions import VISITS
from guatu.zone.enterprises.models import Visit
from guatu.zone.statistics.returns.burden import name_of
from guatu.zone.statistics.returns.forms import Form, all_forms
from guatu.zone.statistics.returns.models import Return
from guatu.zone.statistics.returns.store import opened_for

_OF_A_VISIT = ("enterprise", "topic", "visitor", "planned_on", "made_on", "findings")


def load_demo_burden() -> int:
    """Counts what was typed since the year began; how many counts. 0 where there are some already."""
    if Tally.objects.exists():
        return 0
    made = [*_of_returns(), *_of_visits()]
    Tally.objects.bulk_create(made, batch_size=2000)
    return len(made)


def _of_returns() -> Iterator[Tally]:
    forms = {form.code: form for form in all_forms()}
    with opened_for(None):
        filed = Return.objects.filter(demonstration=True, happened_at__year=DEMO_TODAY.year)
        rows = list(filed.values_list("form_code", "enterprise_id", "happened_at"))
    days = Counter((clock.day_of(at), code, enterprise) for code, enterprise, at in rows if at)
    for (day, code, enterprise), times in days.items():
        yield _of_return(forms[code], day, enterprise, times)


def _of_return(form: Form, day: date, enterprise: int, times: int) -> Tally:
    typed = [item.element for item in form.items if not item.prefill]
    return Tally(
        day=day,
        form=name_of(form),
        enterprise_id=enterprise,
        by_enterprise=True,
        forms=times,
        typed=len(typed) * times,
        prefilled=(len(form.items) - len(typed)) * times,
        elements={element: count * times for element, count in Counter(typed).items()},
    )


def _of_visits() -> Iterable[Tally]:
    offices = dict(Tenure.objects.values_list("person", "post__department"))
    counted: defaultdict[tuple[date, int, int], int] = defaultdict(int)
    for day, enterprise, visitor in Visit.objects.filter(state="made").values_list(
        "made_on", "enterprise_id", "visitor_id"
    ):
        if day is not None:
            counted[day, enterprise, offices.get(visitor, 0)] += 1
    return [
        Tally(
            day=day,
            form=VISITS,
            enterprise_id=enterprise,
            department_id=department,
            by_enterprise=False,
            forms=times,
            typed=len(_OF_A_VISIT) * times,
            elements=dict.fromkeys(_OF_A_VISIT, times),
        )
        for (day, enterprise, department), times in counted.items()
    ]
