"""Which targets of a plan does everybody see? Decided by who publishes, each with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.plan.actions.opening import show_publicly
from guatu.plan.models import ItemState, Plan, Target
from guatu.plan.queries.public import shown_to_everybody, usually_shown


@needs("plan.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_open_targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan's targets, those ticked that everybody sees; keeps another choice with its reason."""
    plan = get(request.user, Plan, pk, need="plan.publish", omitted=["reading"])
    accepted = scope(request.user, Target, "plan.publish").filter(plan=plan, state=ItemState.ACCEPTED)
    targets = list(accepted.select_related("publicity__decided_by").order_by("start", "order", "pk"))
    if request.method == "POST":
        ticked = set(request.POST.getlist("shown"))
        shown = {target.pk: str(target.pk) in ticked for target in targets}
        try:
            count = show_publicly(plan, shown, reason=request.POST.get("reason", ""), by=reader(request))
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            said = ngettext("%(n)d target changed.", "%(n)d targets changed.", count) % {"n": count}
            messages.success(request, said if count else _("Nothing changed."))
        return redirect("desk:publicity", pk)
    rows = [(target, shown_to_everybody(target), usually_shown(target)) for target in targets]
    context = {"plan": plan, "rows": rows, "open": sum(shown for _target, shown, _usual in rows)}
    return render(request, "desk/publicity/choose.html", context)
