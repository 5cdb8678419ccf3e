"""Which firms of the demonstration zone file returns, and who checks them?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.directory import entities
from guatu.site.demo import DEMO_TODAY
from guatu.zone.enterprises.models import Enterprise, EnterpriseAccount
from guatu.zone.statistics.returns.demo import Candidate, load_returns

OFFICER = "tongji"


def load_demo_returns(say: Callable[[str], None]) -> int:
    """Files the returns of the firms of the zone up to its day; how many, 0 where they are there already."""
    companies = Enterprise.objects.filter(
        demonstration=True, kind="company", established_on__lt=date(2018, 12, 1)
    ).values_list("pk", "established_on")
    founded = {pk: day for pk, day in companies if day is not None}
    candidates = [
        Candidate(entity, founded[entity.id])
        for entity in entities(scales=("industry", "trade", "service", "construction", "below"))
        if entity.id in founded
    ]
    accounts = EnterpriseAccount.objects.values_list("enterprise_id", flat=True)
    officer = User.objects.get(username=OFFICER)
    with clock.use(DEMO_TODAY):
        return load_returns(candidates, officer=officer, accounts=set(accounts), say=say)
