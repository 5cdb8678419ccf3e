"""Which registry does an address mean, may the reader open it, and is a page of it replaced?"""

from collections.abc import Callable
from functools import wraps
from typing import Literal, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from guatu.base.errors import GuatuError
from guatu.kernel.access.classes import FieldClass, readable_classes
from guatu.kernel.access.rights import require, rights_of
from guatu.kernel.registry.declaration import Registry, get_registry
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.seeing import record_for

PageKind = Literal["list", "detail", "form", "import", "map"]
P = ParamSpec("P")

# A trade's own view for a page of its registry: {("enterprises", "detail"): show_enterprise}.
REPLACED: dict[tuple[str, PageKind], Callable[..., HttpResponse]] = {}


def replaceable(kind: PageKind) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Marks a generated page that a plain view may replace, registry by registry."""

    def wrap(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @wraps(view)
        def chosen(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return REPLACED.get((str(kwargs.get("slug")), kind), view)(*args, **kwargs)

        return chosen

    return wrap


def opened(request: HttpRequest, slug: str, *, to_write: bool = False) -> Registry:
    """The registry of the address; 404 where there is none, PermissionDenied without its right."""
    try:
        registry = get_registry(slug)
    except GuatuError:
        raise Http404 from None
    require(request.user, registry.edit_right if to_write else registry.view_right)
    return registry


def readable(request: HttpRequest) -> frozenset[FieldClass]:
    """The classes of fields that the reader sees in full."""
    return readable_classes(rights_of(request.user))


def record_or_404(request: HttpRequest, registry: Registry, pk: int) -> Record:
    """The record of that key with all that its fields point to; 404 where the reader sees none."""
    return record_for(request.user, registry, pk, omitted=["search_text"])
