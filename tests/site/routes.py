"""Which routes does the table of addresses have, and which of them did people look at?"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from guatu.kernel.access.gate import need_of

LIST = Path(__file__).with_name("routes.toml")
MISSING = 987_654_321
EXAMPLES = {
    "int": str(MISSING),
    "str": "x",
    "slug": "x",
    "uuid": "00000000-0000-0000-0000-000000000001",
    "path": "x",
    "base36": "x",
}
PLACE = re.compile(r"<(?:(\w+):)?\w+>")
# The API has the same addresses for each registry.
OF_A_REGISTRY = re.compile(r"^(/api/1/records/)[\w-]+")


def all_routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the product with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern, route)
        else:
            yield route, pattern


def needs_of_routes() -> dict[str, str | None]:
    """What each route says who may enter, by the route as it stands in the list."""
    return {OF_A_REGISTRY.sub(r"\1…", route): need_of(each.callback) for route, each in all_routes()}


def listed_routes() -> dict[str, str]:
    """The reviewed list."""
    return {
        route: need
        for need, routes in tomllib.loads(LIST.read_text("utf-8")).items()
        for route in routes["routes"]
    }


def example_of(route: str) -> str:
    """An address of the route, of an object that is not there."""
    return PLACE.sub(lambda found: EXAMPLES[found.group(1) or "int"], route)


def names_an_object(route: str) -> bool:
    """Whether the route leads to one object by its key."""
    return "<int:pk>" in route
