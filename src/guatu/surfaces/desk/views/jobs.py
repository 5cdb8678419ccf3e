"""Which jobs run, wait and failed, and what can be done about those that failed?"""

from typing import Protocol

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.jobs.actions import dismiss_failure, retry_job
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.jobs.queries import declared_with_last, queue_counts, queued, says_of


class Settling(Protocol):
    """An action that settles a failure."""

    def __call__(self, failure: Failure, *, by: AbstractUser) -> None:
        """Settles it."""
        ...


MOST_FAILURES = 100
MOST_SETTLED = 20


@needs("jobs.view")
@require_safe
def list_jobs(request: HttpRequest) -> HttpResponse:
    """What failed, the queue, what was settled lately, and every kind of job."""
    failures = scope(request.user, Failure).select_related("settled_by")
    running, waiting = queue_counts()
    shown = {
        "failures": [(failure, says_of(failure.name)) for failure in _open(failures)[:MOST_FAILURES]],
        "settled": [(failure, says_of(failure.name)) for failure in _settled(failures)[:MOST_SETTLED]],
        "queued": queued(),
        "running": running,
        "waiting": waiting,
        "declared": declared_with_last(),
    }
    return render(request, "desk/jobs.html", shown)


@needs("jobs.manage")
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the failed job run again."""
    return _settle(request, pk, retry_job, _("It is run again."))


@needs("jobs.manage")
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that nothing has to be done about it."""
    return _settle(request, pk, dismiss_failure, _("Dismissed."))


def _open(failures: QuerySet[Failure]) -> QuerySet[Failure]:
    return failures.filter(settlement=Settlement.OPEN).order_by(
        F("next_at").asc(nulls_first=True), "-last_at"
    )


def _settled(failures: QuerySet[Failure]) -> QuerySet[Failure]:
    return failures.exclude(settlement=Settlement.OPEN).order_by("-settled_at")


def _settle(request: HttpRequest, pk: int, settle: Settling, done: str) -> HttpResponse:
    failure = get(request.user, Failure, pk, need="jobs.manage")
    try:
        settle(failure, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect("desk:jobs")
