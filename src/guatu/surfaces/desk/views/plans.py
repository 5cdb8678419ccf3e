"""Which plans are there, and how does a new one come in?"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.plan.actions.importing import import_document
from guatu.plan.models import Plan
from guatu.plan.queries import count_items
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.uploads import answer_upload, received, too_large

SHOWN = 100


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list: how many items it has, and how many of them are decided."""

    plan: Plan
    targets: int
    tasks: int
    projects: int
    decided: int
    all: int

    @property
    def left(self) -> int:
        """How many items wait to be confirmed."""
        return self.all - self.decided

    @property
    def percent(self) -> int:
        """The decided share, whole percents, 100 only when nothing is left."""
        return self.decided * 100 // self.all if self.all else 100


@needs("plan.view")
@require_safe
def list_plans(request: HttpRequest) -> HttpResponse:
    """All plans, the newest year first."""
    return _list(request)


@needs("plan.review")
@require_http_methods(["GET", "HEAD", "POST"])
def upload_plan(request: HttpRequest) -> HttpResponse:
    """Reads an uploaded document into a plan and goes to its review."""
    if request.method != "POST":
        return _list(request)

    def take() -> str:
        upload = received(request)
        plan = import_document(name=upload.name, content=upload.content, by=reader(request))
        return reverse("desk:review", args=[plan.pk])

    return answer_upload(request, take, lambda problem: _list(request, problem))


@needs("plan.view")
@require_safe
def send_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was handed in."""
    document = get(request.user, Plan, pk, joined=["document"]).document
    return attachment(bytes(document.content), document.name, document.content_type)


def _list(request: HttpRequest, problem: str = "") -> HttpResponse:
    plans = scope(request.user, Plan).defer("reading").select_related("document", "published_by")[:SHOWN]
    context = {
        "rows": [_row(plan) for plan in plans],
        "problem": problem,
        "limit": settings.UPLOAD_MAX_BYTES,
        "too_large": too_large(),
    }
    return render(request, "desk/plans.html", context, status=422 if problem else 200)


def _row(plan: Plan) -> PlanRow:
    counts = count_items(plan)
    there = {kind: states["proposed"] + states["accepted"] for kind, states in counts.items()}
    decided = sum(states["accepted"] + states["discarded"] for states in counts.values())
    left = sum(states["proposed"] for states in counts.values())
    return PlanRow(plan, there["target"], there["task"], there["project"], decided, decided + left)
