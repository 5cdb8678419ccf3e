"""Which facts of an enterprise's economy may be used on a day?"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from guatu.base import clock


def usable(on: date | None = None) -> Q:
    """The facts that may be used that day, today if not given: the end of an authorisation ends the use."""
    return Q(allowed_until=None) | Q(allowed_until__gte=on or clock.today())
