"""Which work of the plan comes round by itself? Writing down which lights turned, and the open file."""

from django.utils.translation import gettext_lazy as _

from guatu.base.clock import today
from guatu.kernel.jobs.declaration import Every, job
from guatu.plan.actions.opening import publish_targets
from guatu.plan.models import Plan, PlanState
from guatu.plan.tracking.turning import last_day_of, record_turns


@job("plan.turn_lights", _("Writes down which lights turned"), every=Every(minutes=5))
def turn_lights() -> None:
    """Judges every published plan that is still followed; a light that did not turn leaves no trace."""
    for plan in Plan.objects.filter(state=PlanState.PUBLISHED, year__isnull=False):
        assert plan.year is not None
        if plan.year <= today().year and today() <= last_day_of(plan.year):
            record_turns(plan)


@job(
    "plan.publish_targets",
    _("Makes the file of targets that everybody may take along"),
    every=Every(day_at="05:15"),
)
def publish() -> None:
    """Makes a new file where the open targets say something else than in the newest."""
    publish_targets()
