"""Does anybody work on jobs, how long do they wait, and which failed?"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guatu.kernel.health.ages import age_words
from guatu.kernel.health.findings import Finding, bad, good, look, worth_a_look
from guatu.kernel.jobs.queries import living_workers, oldest_waiting, open_failures, queue_counts

WAITS_LONG, WAITS_TOO_LONG = timedelta(minutes=5), timedelta(minutes=30)
MANY_FAILURES = 10


@look("jobs.workers", gettext_lazy("Workers"), order=20)
def workers() -> Finding:
    """Whether anybody works on jobs."""
    count = living_workers()
    if not count:
        return bad(
            _("Nobody works on jobs: nothing is sealed, reminded of or sent."),
            _("Start “guatu work” (“guatu serve” does)."),
        )
    running, waiting = queue_counts()
    says = ngettext("%(n)d process works on jobs", "%(n)d processes work on jobs", count) % {"n": count}
    return good(
        _("%(workers)s: %(running)d run, %(waiting)d wait.")
        % {"workers": says, "running": running, "waiting": waiting}
    )


@look("jobs.oldest", gettext_lazy("Waiting jobs"), order=21)
def oldest_job() -> Finding:
    """How long the oldest job has waited that could have run."""
    age = oldest_waiting()
    if age is None or age < timedelta(seconds=1):
        return good(_("No job waits for a worker."))
    says = _("The oldest job has waited for %(age)s.") % {"age": age_words(age)}
    todo = _("See on the page of jobs what runs so long, or start another “guatu work”.")
    if age < WAITS_LONG:
        return good(says)
    return worth_a_look(says, todo) if age < WAITS_TOO_LONG else bad(says, todo)


@look("jobs.failed", gettext_lazy("Failed jobs"), order=22)
def failed_jobs() -> Finding:
    """What failed and nobody has seen to."""
    failures = open_failures()
    given_up = failures.filter(next_at=None).count()
    trying = failures.exclude(next_at=None).count()
    if not given_up:
        again = ngettext("%(n)d is tried again by itself.", "%(n)d are tried again by themselves.", trying)
        return good(again % {"n": trying} if trying else _("No job has failed."))
    says = ngettext("%(n)d job has failed.", "%(n)d jobs have failed.", given_up) % {"n": given_up}
    todo = _("Read on the page of jobs why, then run it again or dismiss it.")
    return worth_a_look(says, todo) if given_up < MANY_FAILURES else bad(says, todo)
