"""Which addresses has the API, and which description of them is sent?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router

from guatu.kernel.access.gate import ASKS_ITSELF, needs
from guatu.kernel.registry.declaration import Registry
from guatu.surfaces.api.authentication import ByKey, BySession
from guatu.surfaces.api.errors import answer_troubles
from guatu.surfaces.api.numbers import add_numbers
from guatu.surfaces.api.records import add_records

VERSION = "1"
ABOUT = (
    "Read and write the zone's records; read its numbers as at any day, with what they come from."
    " Send `Authorization: Bearer KEY`; keys are made by staff on the page"
    " “API”. Lists go on from `next`; posts with an `Idempotency-Key` may be sent again without harm. What is"
    " wrong is answered as `code`, `sentence` and `problems`."
)


def build_api(registries: Iterable[Registry], namespace: str) -> NinjaAPI:
    """The API of these registries, with its description at /openapi.json."""
    api = NinjaAPI(
        title="Guatu",
        version=VERSION,
        description=ABOUT,
        urls_namespace=namespace,
        auth=[ByKey(), BySession()],
        docs_url=None,
        openapi_url=None,
    )
    answer_troubles(api)
    router = Router()
    for registry in registries:
        add_records(router, registry)
    api.add_router("/records", router)
    numbers = Router()
    add_numbers(numbers)
    api.add_router("/measures", numbers)

    @api.get("/openapi.json", include_in_schema=False)
    def describe(request: HttpRequest) -> HttpResponse:
        """The description of all addresses, OpenAPI 3.1."""
        return JsonResponse(api.get_openapi_schema())

    return api


def addresses(api: NinjaAPI) -> list[URLPattern | URLResolver]:
    """The addresses; who calls is asked by the API itself, which answers in JSON."""
    found: list[URLPattern | URLResolver] = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern):
            callback: Callable[..., object] = pattern.callback
            needs(ASKS_ITSELF)(callback)
        found.append(pattern)
    return found
