"""What was done to a record, page by page, and how is the proof of it taken along?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from guatu.base.clock import lives_in_own_year
from guatu.base.errors import GuatuError, Refused
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.gate import needs
from guatu.kernel.registry.history import PAGE, prove_to, tell_history
from guatu.kernel.registry.telling import tell_of_records
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.registries.opening import opened, readable, record_or_404
from guatu.surfaces.desk.views.registries.tabs import HISTORY, page_of

MOST_TO_PRINT = 1000
JSON = "application/json"


@needs("records.view")
@require_safe
def show_history(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was done to the record and its parts, the newest first; `all` has it on one page, to print."""
    registry = opened(request, slug)
    record = record_or_404(request, registry, pk)
    most = MOST_TO_PRINT if "all" in request.GET else PAGE
    before = whole_number(request.GET.get("before", ""))
    tell_of_records(request.user, registry, [record], registry.fields, readable(request))
    told = tell_history(registry, record, readable(request), before=before, most=most + 1)
    context = {
        **page_of(request, registry, record, HISTORY),
        "told": told[:most],
        "older": told[most - 1].entry.seq if len(told) > most else None,
        "is_first": before is None,
        "own_year": lives_in_own_year(),
    }
    return render(request, "desk/registries/history.html", context)


@needs("records.view")
@require_safe
def send_proof(request: HttpRequest, slug: str, pk: int, seq: int) -> HttpResponse:
    """The proof of one entry, as a file for `verify_ledger.py`."""
    registry = opened(request, slug)
    record = record_or_404(request, registry, pk)
    try:
        proof = prove_to(registry, record, readable(request), seq)
    except (Refused, GuatuError) as trouble:
        messages.error(request, trouble.sentence if isinstance(trouble, Refused) else str(trouble))
        return redirect("desk:record_history", slug, pk)
    if proof is None:
        raise Http404
    return attachment(proof.encode(), f"guatu-proof-{seq}.json", JSON)
