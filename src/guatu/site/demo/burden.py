"""What had the staff of the demonstration to type at their visits?

What firms type into their returns is counted as they file (`guatu.zone.statistics.returns.demo.filing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from guatu.base import clock
from guatu.base.happenings import Happening
from guatu.kernel.access.models import Tenure
from guatu.kernel.burden.models import Tally
from guatu.zone.enterprises.actions import VISITS
from guatu.zone.enterprises.models import Visit

_OF_A_VISIT = ("enterprise", "topic", "visitor", "planned_on", "made_on", "findings")
_FROM, _TO = date(2019, 3, 15), date(2020, 1, 31)
_WEEK = timedelta(7)


def visits_counted() -> Iterator[Happening]:
    """On Friday evenings: what was typed about the visits of the week."""
    friday = _FROM
    while friday <= _TO:
        at = datetime(friday.year, friday.month, friday.day, 19, tzinfo=clock.ZONE_TIME)
        yield Happening(at, "", "", partial(_count, friday))
        friday += _WEEK


def _count(friday: date) -> None:
    offices = dict(Tenure.objects.values_list("person", "post__department"))
    week = Visit.objects.filter(state="made", made_on__gt=friday - _WEEK, made_on__lte=friday)
    made = Counter(
        (day, enterprise, offices.get(visitor, 0))
        for day, enterprise, visitor in week.values_list("made_on", "enterprise_id", "visitor_id")
    )
    Tally.objects.bulk_create(
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
        for (day, enterprise, department), times in made.items()
        if day is not None
    )
