"""How is the whole house searched: on a page of its own, and in the box that a key opens everywhere?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import SIGNED_IN, needs, reader
from guatu.surfaces.desk.searching import find_everywhere


@needs(SIGNED_IN)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What bears the words of `?q=`; with `?part=1` the hits alone, for the box."""
    asked = request.GET.get("q", "").strip()[:200]
    context = {"asked": asked, "groups": find_everywhere(reader(request), asked)}
    part = request.GET.get("part") == "1"
    return render(request, "desk/search_hits.html" if part else "desk/search.html", context)
