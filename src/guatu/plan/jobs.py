"""Which work of the plan comes round by itself? Writing down which lights turned."""

from django.utils.translation import gettext_lazy as _

from guatu.base.clock import today
from guatu.kernel.jobs.declaration import Every, job
from guatu.plan.models import Plan, PlanState
from guatu.plan.tracking.turning import last_day_of, record_turns


@job("plan.turn_lights", _("Writes down which lights turned"), every=Every(minutes=5))
def turn_lights() -> None:
    """Judges every published plan that is still followed; a light that did not turn leaves no trace."""
    for plan in Plan.objects.filter(state=PlanState.PUBLISHED, year__isnull=False):
        assert plan.year is not None
        if plan.year <= today().year and today() <= last_day_of(plan.year):
            record_turns(plan)
