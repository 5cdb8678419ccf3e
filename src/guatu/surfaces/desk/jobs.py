"""What is done for the desks every night? Noting what the pinned lists count."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guatu.base.clock import today
from guatu.kernel.jobs.declaration import Every, job
from guatu.kernel.registry.actions import note_count
from guatu.kernel.registry.models import Pin
from guatu.surfaces.desk.morning.cards import count_of


@job("desk.count_pins", _("Notes what the lists on the desks count"), every=Every(day_at="23:40"))
def count_pins() -> None:
    """Counts every pinned list as its person sees it; what that person may not see any more is left out."""
    for pin in Pin.objects.select_related("view", "person"):
        count = count_of(pin.person, pin)
        if count is not None:
            note_count(pin, today(), count, by=None)
