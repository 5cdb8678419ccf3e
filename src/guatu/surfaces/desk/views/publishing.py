"""How does a reviewed plan become the plan in force?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get
from guatu.plan.actions import publish_plan
from guatu.plan.models import Plan


@needs("plan.publish")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes the plan; what stands against it is said on the page of the plan check."""
    plan = get(request.user, Plan, pk, need="plan.publish")
    try:
        publish_plan(plan, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Published. The wall follows this plan from now on."))
    return redirect("desk:lint", pk)
