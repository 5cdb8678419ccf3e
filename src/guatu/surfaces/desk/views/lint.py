"""What is wrong with a plan, where does it say so, and what still stands against publishing it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base.errors import Refused
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get
from guatu.plan.actions.dispatch import perform
from guatu.plan.models import Plan
from guatu.plan.queries import ShownFinding, count_items, load_items, shown_findings, standings
from guatu.surfaces.desk.quotes import Piece, pieces


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the page shows it."""

    shown: ShownFinding
    pieces: tuple[Piece, ...]
    address: str
    target: int | None

    @property
    def can_park(self) -> bool:
        """Whether parking the target would settle it."""
        return self.shown.finding.code in {"no_measure", "unknown_measure"} and self.target is not None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one weight."""

    severity: str
    name: str
    rows: tuple[FindingRow, ...]


@needs("plan.view")
@require_safe
def show_lint(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings by weight, each at its sentence, and the way to publishing."""
    plan = get(request.user, Plan, pk, joined=["document"])
    shown = shown_findings(plan)
    counts = count_items(plan)
    context = {
        "plan": plan,
        "groups": _groups(plan, shown),
        "blocking": [each for each in shown if each.finding.blocks],
        "identities": [_sum(each) for each in standings(plan, reader(request)).identities],
        "counts": counts,
        "there": {kind: states["accepted"] + states["proposed"] for kind, states in counts.items()},
        "undecided": sum(states["proposed"] for states in counts.values()),
        "parked": plan.targets.exclude(parked_reason="").exclude(state="discarded").count(),
    }
    return render(request, "desk/lint.html", context)


@needs("plan.review")
@require_POST
def park(request: HttpRequest, pk: int, target: int) -> HttpResponse:
    """Parks a target with the reason why nothing can compute it for now."""
    posted = {"verb": "park", "item": f"target-{target}", "reason": request.POST.get("reason", "")}
    return _settle(request, pk, posted, _("Parked."))


@needs("plan.review")
@require_POST
def dismiss_sum(request: HttpRequest, pk: int, identity: int) -> HttpResponse:
    """Says that a sum is chance: later figures are not checked against it."""
    posted = {"verb": "dismiss_identity", "item": f"identity-{identity}"}
    return _settle(request, pk, posted, _("Dismissed. Figures are no longer checked against this sum."))


@needs("plan.review")
@require_POST
def name_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects the title and the year of the plan."""
    year = whole_number(request.POST.get("year", ""))
    fields: dict[str, object] = {"title": request.POST.get("title", "")}
    if year is not None:
        fields["year"] = year
    return _settle(request, pk, {"verb": "edit_plan", "fields": fields}, _("Saved."))


def _sum(identity: Mapping[str, object]) -> dict[str, object]:
    return {**identity, "number": int(str(identity["id"]).removeprefix("identity-"))}


def _settle(request: HttpRequest, pk: int, posted: Mapping[str, object], done: str) -> HttpResponse:
    plan = get(request.user, Plan, pk, need="plan.review", joined=["document"])
    try:
        perform(plan, posted, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect("desk:lint", pk)


def _groups(plan: Plan, shown: Sequence[ShownFinding]) -> list[FindingGroup]:
    refs = {ref for each in shown for ref in each.finding.items}
    spans = {
        str(item["id"]): (int(str(item["start"])), int(str(item["end"]))) for item in load_items(plan, refs)
    }
    rows = [_row(plan, each, spans) for each in shown]
    names = {"error": _("To settle"), "warning": _("To look at"), "note": _("To know")}
    return [
        FindingGroup(severity, name, found)
        for severity, name in names.items()
        if (found := tuple(row for row in rows if row.shown.finding.severity == severity))
    ]


def _row(plan: Plan, shown: ShownFinding, spans: dict[str, tuple[int, int]]) -> FindingRow:
    finding = shown.finding
    places = [spans[ref] for ref in finding.items if ref in spans]
    refs = [ref for ref in finding.items if ref in spans]
    review = reverse("desk:review", args=[plan.pk])
    address = f"{review}#{refs[0]}" if refs else f"{review}?at={finding.start}"
    target = next((int(ref.removeprefix("target-")) for ref in refs if ref.startswith("target-")), None)
    return FindingRow(
        shown, tuple(pieces(plan.document.text, finding.start, finding.end, places)), address, target
    )
