"""Which work on numbers comes round by itself? Forming what is left, and checking a part each night."""

from __future__ import annotations

import random

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.base.clock import now, today
from guatu.kernel.access.rights import may
from guatu.kernel.jobs.declaration import Every, job
from guatu.kernel.ledger.context import action
from guatu.kernel.mail.actions import send
from guatu.kernel.measures import registry
from guatu.kernel.measures.checking import Checked, check
from guatu.kernel.measures.models import Check
from guatu.kernel.measures.recomputing import form_touched

# Every measure comes up once in four nights, on average.
SHARE_A_NIGHT = 4


@job("measures.form", gettext_lazy("Forms numbers whose records were written"), every=Every(minutes=1))
def form_left() -> None:
    """Forms what no process formed after its commit: raw writes, killed processes, the turn of a month."""
    form_touched()


@job(
    "measures.check",
    gettext_lazy("Computes some numbers from nothing and compares"),
    every=Every(day_at="04:20"),
)
def check_some() -> None:
    """Checks another part of the measures each night; a difference turns the page of health red."""
    codes = [entry.measure.code for entry in registry.entries() if entry.topic]
    chosen = random.Random(today().toordinal()).sample(codes, len(codes) // SHARE_A_NIGHT + 1)  # noqa: S311
    note_check(check(chosen, known_at=now()))


def note_check(checked: Checked) -> Check:
    """Writes down what a check found, and writes to whoever keeps the house where it found a difference."""
    found = [str(difference) for difference in checked.differences]
    with action("measures.check", by=None):
        noted = Check.objects.create(
            measures=checked.measures, numbers=checked.numbers, differences=found[:100]
        )
        if found:
            for person in _who_keeps_the_house():
                send(person.email, _("Stored numbers differ from their records"), "\n".join(found[:100]))
    return noted


def _who_keeps_the_house() -> list[User]:
    people = User.objects.filter(is_active=True).exclude(email="")
    return [person for person in people if may(person, "jobs.view")]
