"""Where do the records of a list lie: the map, its points, and the same list beside it?"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.kernel.registry.declaration import MapLayer, Registry
from guatu.kernel.registry.lists import Listing
from guatu.kernel.registry.places import have_place, places_of, zone_outline
from guatu.kernel.registry.seeing import listed_for
from guatu.surfaces.desk.views.registries.lists import chips_of, given_by, kept_of
from guatu.surfaces.desk.views.registries.opening import opened, readable, replaceable


@needs("records.view")
@require_safe
@replaceable("map")
def show_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The map of the list that the address asks for, and beside it those of its records that have a place."""
    registry, layer, listing = _asked(request, slug)
    placed = Listing(registry, listing.seen.filter(have_place(layer)), listing.given, listing.readable)
    start = (placed.page - 1) * placed.page_size
    context = {
        "registry": registry,
        "listing": placed,
        "rows": placed.fetch(start, start + placed.page_size),
        "all": listing.count,
        "without": listing.count - placed.count,
        "chips": chips_of(listing),
        "kept": kept_of(listing),
        "here": reverse("desk:records_map", args=[slug]),
        "places": reverse("desk:records_places", args=[slug]) + listing.address(),
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_CREDIT,
        "before": placed.address(page=placed.page - 1),
        "after": placed.address(page=placed.page + 1),
    }
    return render(request, "desk/registries/map.html", context)


@needs("records.view")
@require_safe
def send_places(request: HttpRequest, slug: str) -> HttpResponse:
    """The points and shapes of the list, for the map's script."""
    registry, layer, listing = _asked(request, slug)
    found = places_of(layer, listing.records, registry.columns[0])
    template = reverse("desk:record", args=[slug, 0])
    return JsonResponse(
        {
            "points": found.points,
            "shapes": found.shapes,
            "outline": zone_outline(),
            "address": template.removesuffix("0"),
        }
    )


def _asked(request: HttpRequest, slug: str) -> tuple[Registry, MapLayer, Listing]:
    registry = opened(request, slug)
    if registry.map is None:
        raise Http404
    given = given_by(request.GET)
    return (
        registry,
        registry.map,
        Listing(registry, listed_for(request.user, registry), given, readable(request)),
    )
