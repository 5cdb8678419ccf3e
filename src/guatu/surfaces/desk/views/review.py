"""What was read from a plan, beside the document; and what is done to it there."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.rights import may
from guatu.kernel.access.scopes import get
from guatu.plan.actions.dispatch import respond
from guatu.plan.models import Plan
from guatu.plan.queries import review_state
from guatu.surfaces.desk.words import review_words


@needs("plan.view")
@require_safe
def show_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The review page; without the right to review it is for reading."""
    plan = _plan(request, pk)
    context = {"plan": plan, "state": _state(request, plan), "words": review_words()}
    return render(request, "desk/review.html", context)


@needs("plan.view")
@require_safe
def send_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of the review as JSON."""
    return JsonResponse(_state(request, _plan(request, pk)), headers={"Cache-Control": "no-store"})


@needs("plan.review")
@require_POST
def take_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Does one thing to the plan and tells what it changed, as `guatu.plan.actions.dispatch` says."""
    try:
        posted: object = json.loads(request.body)
    except ValueError:
        posted = None
    status, answer = respond(_plan(request, pk, "plan.review"), posted, by=reader(request))
    return JsonResponse(answer, status=status)


def _plan(request: HttpRequest, pk: int, need: str = "plan.view") -> Plan:
    return get(request.user, Plan, pk, need=need, joined=["document"])


def _state(request: HttpRequest, plan: Plan) -> dict[str, object]:
    user = reader(request)
    return {**review_state(plan, user).to_dict(), "read_only": not may(user, "plan.review")}
