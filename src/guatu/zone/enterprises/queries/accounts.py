"""For whom does somebody act?"""

from __future__ import annotations

from django.db.models import Q

from guatu.base import clock
from guatu.zone.enterprises.models import EnterpriseAccount


def enterprise_of(user: int) -> int | None:
    """The key of the enterprise for which the user with that key acts today; None for everybody else."""
    today = clock.today()
    lasting = Q(until=None) | Q(until__gt=today)
    accounts = EnterpriseAccount.objects.filter(lasting, user=user, since__lte=today)
    return accounts.values_list("enterprise_id", flat=True).first()
