"""Firms for the tests of who sees what."""

from guatu.base import clock
from guatu.zone.enterprises.models import Enterprise


def make_firm(name: str, number: int) -> Enterprise:
    """A firm with an old registration number; nothing of it is checked."""
    moment = clock.now()
    return Enterprise.objects.create(
        name=name, old_number=f"22010000000000{number}", recorded_at=moment, changed_at=moment
    )
