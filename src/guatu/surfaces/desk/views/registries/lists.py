"""How are the records of a registry listed, found, saved as a view and taken along as a file?"""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.classes import readable_classes
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.rights import rights_of
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.registry.actions import remove_view, save_view
from guatu.kernel.registry.declaration import FieldInfo, Registry, all_registries
from guatu.kernel.registry.exports import list_file, template_file
from guatu.kernel.registry.lists import PAGE_SIZES, Listing
from guatu.kernel.registry.models import Likeness, Pin, SavedView, Verdict
from guatu.kernel.registry.seeing import listed_for
from guatu.kernel.registry.telling import tell_of_cells, tell_of_records
from guatu.kernel.sheets.writing import CSV, XLSX
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.registries.opening import opened, readable, replaceable


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where it leads to be sorted by, and how it is sorted now."""

    info: FieldInfo
    address: str
    sorted: str
    is_first: bool


@needs("records.view")
@require_safe
def list_registries(request: HttpRequest) -> HttpResponse:
    """The registries that the reader may open, each with how many records it has."""
    rights = rights_of(request.user)
    rows = [(r, listed_for(request.user, r).count()) for r in all_registries() if r.view_right in rights]
    return render(request, "desk/registries/index.html", {"rows": rows})


@needs("records.view")
@require_safe
@replaceable("list")
def list_records(request: HttpRequest, slug: str) -> HttpResponse:
    """The list that the address asks for; `view` opens a saved one."""
    registry = opened(request, slug)
    rights = rights_of(request.user)
    views = scope(request.user, SavedView).filter(registry=slug).select_related("created_by")
    shown = list(views.filter(Q(created_by=reader(request)) | Q(for_all=True)))
    given, view = _given(request, shown, slug)
    listing = Listing(registry, listed_for(request.user, registry), given, readable_classes(rights))
    tell_of_cells(request.user, (registry.model, ((line.pk, line.cells) for line in listing.lines)))
    context = {
        "registry": registry,
        "listing": listing,
        "heads": _heads(listing),
        "foot": [listing.totals.get(info.name) for info in listing.columns],
        "chosen_columns": {info.name for info in listing.columns},
        "all_fields": registry.fields.values(),
        "views": shown,
        "view": view,
        "pin": scope(request.user, Pin).filter(person=reader(request), view=view).first() if view else None,
        "may_edit": registry.edit_right in rights,
        "here": _address(registry),
        "to_decide": _to_decide(request, registry),
        "nearest": [] if listing.count else listing.nearest(),
        "page_sizes": PAGE_SIZES,
        "query": listing.address().lstrip("?"),
        "chips": chips_of(listing),
        "filters_used": any(each.in_words for each in listing.filters),
        "kept": kept_of(listing),
        "before": listing.address(page=listing.page - 1),
        "after": listing.address(page=listing.page + 1),
    }
    return render(request, "desk/registries/list.html", context)


@needs("records.view")
@require_safe
def send_list(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The whole list as a file, in the columns and the order that are shown."""
    registry = opened(request, slug)
    listing = Listing(registry, listed_for(request.user, registry), given_by(request.GET), readable(request))
    columns = [info.name for info in listing.columns]
    tell_of_records(request.user, registry, listing.records, columns, listing.readable)
    name = f"{registry.title}-{clock.today():%Y%m%d}.{form}"
    if form == "csv":
        return attachment(list_file(listing, "csv"), name, CSV)
    return attachment(list_file(listing, "xlsx"), name, XLSX)


@needs("records.view")
@require_safe
def send_template(request: HttpRequest, slug: str) -> HttpResponse:
    """The empty sheet."""
    registry = opened(request, slug)
    return attachment(template_file(registry, readable(request)), f"{registry.title}.xlsx", XLSX)


@needs("records.view")
@require_POST
def keep_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Saves the list as a view and opens it under its link."""
    registry = opened(request, slug)
    query = request.POST.get("query", "")
    try:
        view = save_view(
            registry,
            name=request.POST.get("name", ""),
            query=query,
            for_all=request.POST.get("for_all") == "1",
            by=reader(request),
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"{_address(registry)}?{QueryDict(query).urlencode()}")
    messages.success(request, _("Saved. Its link opens the same list for everybody who may see it."))
    return redirect(f"{_address(registry)}?view={view.pk}")


@needs("records.view")
@require_POST
def drop_view(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Removes a saved view of the reader's own."""
    registry = opened(request, slug)
    try:
        remove_view(get(request.user, SavedView, pk, registry=slug), by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(_address(registry))


def _address(registry: Registry) -> str:
    return reverse("desk:records", args=[registry.slug])


def _given(
    request: HttpRequest, shown: list[SavedView], slug: str
) -> tuple[dict[str, str], SavedView | None]:
    asked = request.GET.get("view", "")
    if not asked:
        return given_by(request.GET), None
    number = whole_number(asked) or 0
    view = next((each for each in shown if each.pk == number), None)
    # Who has the link of somebody else's view may open it; it only shows what its reader may see.
    view = view or get(request.user, SavedView, number, registry=slug)
    return {**given_by(QueryDict(view.query)), "page": request.GET.get("page", "")}, view


def given_by(given: QueryDict) -> dict[str, str]:
    """What an address asks of a list; the ticked columns as one word."""
    plain = {name: value.replace("\x00", "") for name, value in given.items() if isinstance(value, str)}
    if "column" in given:
        plain["columns"] = ",".join(given.getlist("column"))
        del plain["column"]
    return plain


def _to_decide(request: HttpRequest, registry: Registry) -> int:
    """How many pairs of records wait for somebody to say whether they are one."""
    if not registry.near:
        return 0
    return scope(request.user, Likeness).filter(registry=registry.slug, verdict=Verdict.OPEN).count()


def _heads(listing: Listing) -> list[Head]:
    heads: list[Head] = []
    for number, info in enumerate(listing.columns):
        upward = listing.sort == info.name
        address = listing.address(sort=f"-{info.name}" if upward else info.name)
        state = "ascending" if upward else "descending" if listing.sort == f"-{info.name}" else ""
        may = info.field_class in listing.readable
        heads.append(Head(info, address if may else "", state, number == 0))
    return heads


def chips_of(listing: Listing) -> list[tuple[str, str]]:
    """What narrows the list, each with the address without it."""
    chips = [(f"“{listing.asked}”", listing.address(q=None))] if listing.asked else []
    for each in listing.filters:
        if each.in_words:
            without = listing.address(**dict.fromkeys(each.names))
            chips.append((f"{each.label}: {each.in_words}", without))
    return chips


def kept_of(listing: Listing) -> list[tuple[str, str]]:
    """What a search keeps of the address beside its own fields."""
    return [(name, listing.given[name]) for name in ("sort", "size", "columns") if name in listing.given]
