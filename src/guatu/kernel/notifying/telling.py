"""Of what does the kernel itself tell people? Work that failed, numbers that differ from their records."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from guatu.kernel.access.rights import may
from guatu.kernel.jobs.declaration import find_job
from guatu.kernel.jobs.models import Failure
from guatu.kernel.notifying.actions import notify
from guatu.kernel.notifying.kinds import Kind, Pace, declare

JOB_FAILED = declare(
    Kind(
        "jobs.failed", _("A job failed"), gettext_noop("The job “%(job)s” failed"), "jobs.view", mail=Pace.NOW
    )
)
DIFFERENCE_FOUND = declare(
    Kind(
        "measures.difference",
        _("Stored numbers differ from their records"),
        gettext_noop("The nightly check found stored numbers that differ from their records: %(count)d"),
        "jobs.view",
        mail=Pace.NOW,
    )
)


def holders_of(need: str) -> list[int]:
    """The keys of the people who have that right today."""
    return [person.pk for person in User.objects.filter(is_active=True) if may(person, need)]


def tell_of_failure(sender: object, instance: Failure, created: bool, **others: object) -> None:
    """Tells who keeps the machinery of a new failure; letters about letters that fail would have no end."""
    if not created or instance.name.startswith(("mail.", "notices.")):
        return
    job = find_job(instance.name)
    told = {"job": instance.name if job is None else str(job.says)}
    notify(
        JOB_FAILED, holders_of("jobs.view"), key=instance.key[:200], told=told, address=reverse("desk:jobs")
    )
