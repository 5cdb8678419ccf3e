"""Which numbers does a record move: a published figure, a return, an enterprise?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get
from guatu.kernel.ledger.history import Proof, history_of
from guatu.kernel.measures import registry
from guatu.kernel.measures.proving import prove_records
from guatu.kernel.measures.traces import RecordRef
from guatu.surfaces.desk.moved import name_of_measure, numbers_moved
from guatu.surfaces.desk.views.downloads import attachment
from guatu.zone.statistics.models import PublishedFigure
from guatu.zone.statistics.queries import value_of
from guatu.zone.statistics.returns.queries import get_return

FIGURE, RETURN = "statistics.publishedfigure", "statistics.return"


@needs("figures.view")
@require_safe
def show_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """A published figure: what it says, from which file, who handed it in, and the numbers that it moves."""
    figure = _figure(request, pk)
    context = {
        "figure": figure,
        "value": value_of(figure),
        "name": name_of_measure(registry.get(figure.measure)),
        "moved": numbers_moved(request.user, FIGURE, pk),
        "is_sealed": any(e.proof is Proof.SEALED for e in history_of(figure, may_read=lambda _name: True)),
    }
    return render(request, "desk/traces/figure.html", context)


@needs("figures.view")
@require_safe
def send_figure_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof of what the ledger keeps of the figure, for `verify_ledger.py`."""
    figure = _figure(request, pk)
    proof = prove_records([RecordRef(FIGURE, figure.pk, "", None, "")])
    if proof is None:
        messages.error(request, _("This entry is not sealed yet. It can be proven after the next seal."))
        return redirect("desk:figure", pk)
    return attachment(proof.encode(), f"guatu-figure-{pk}-proof.json", "application/json")


@needs("returns.view")
@require_safe
def show_moved_by_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers that a return moves."""
    found = get_return(pk, by=reader(request))
    context = {
        "title": found.enterprise_name,
        "back": reverse("desk:return", args=[pk]),
        "moved": numbers_moved(request.user, RETURN, pk),
    }
    return render(request, "desk/traces/moved.html", context)


def _figure(request: HttpRequest, pk: int) -> PublishedFigure:
    joined = ("document", "figure_import", "recorded_by")
    omitted = ("document__content", "figure_import__rows", "figure_import__problems")
    figure = get(request.user, PublishedFigure, pk, joined=joined, omitted=omitted)
    if figure.measure not in {measure.code for measure in registry.all_measures()}:
        raise Http404(_("There is no such measure or period."))
    return figure
