"""Which records may be one and the same, and how is that decided?"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base.errors import Refused
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.registry.actions import (
    call_different,
    call_same,
    look_for_duplicates,
    take_back_decision,
)
from guatu.kernel.registry.declaration import FieldInfo, Registry
from guatu.kernel.registry.likeness import Reason
from guatu.kernel.registry.models import Likeness, Record, Verdict
from guatu.kernel.registry.seeing import records_for
from guatu.kernel.registry.telling import tell_of_records
from guatu.kernel.registry.values import Shown, shown
from guatu.surfaces.desk.views.registries.opening import opened, readable

PAIRS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field of both records, and whether it says the same."""

    info: FieldInfo
    one: Shown
    other: Shown

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.one == self.other

    @property
    def contradicts(self) -> bool:
        """Whether they say two different things, not one of them nothing."""
        return not self.is_same and bool(self.one.text and self.other.text)


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two records side by side; None where one is no longer there, or not for this reader."""

    pair: Likeness
    one: Record | None
    other: Record | None
    reasons: tuple[str, ...]
    fields: tuple[ComparedField, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands to others: what stands for it, for what it stands, what may be the same."""

    kept: Record | None
    duplicates: tuple[Record, ...]
    perhaps: tuple[Record, ...]


@needs("records.view")
@require_safe
def list_duplicates(request: HttpRequest, slug: str) -> HttpResponse:
    """The pairs that wait for a decision, or those that were decided (`state`), the likeliest first."""
    registry = opened(request, slug)
    asked = request.GET.get("state", "")
    state = Verdict(asked) if asked in Verdict.values else Verdict.OPEN
    pairs = scope(request.user, Likeness).filter(registry=slug)
    counts = dict(pairs.order_by().values_list("verdict").annotate(Count("pk")))
    order = ("-score", "pk") if state == Verdict.OPEN else ("-decided_at", "pk")
    of_state = pairs.filter(verdict=state).select_related("decided_by").order_by(*order)
    page = Paginator(of_state, PAIRS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "registry": registry,
        "state": state,
        "states": [(each, counts.get(each.value, 0)) for each in Verdict],
        "page": page,
        "pairs": _compared(request, registry, list(page.object_list)),
    }
    return render(request, "desk/registries/duplicates.html", context)


@needs("records.edit")
@require_POST
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Looks through the registry anew."""
    registry = opened(request, slug, to_write=True)
    found = look_for_duplicates(registry, by=reader(request))
    messages.success(request, _("Looked through all records. New pairs: %(count)s.") % {"count": found})
    return redirect("desk:duplicates", slug)


@needs("records.edit")
@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Decides on a pair: `keep` has the record that stands for both, "none" where they are two."""
    registry = opened(request, slug, to_write=True)
    pair = get(request.user, Likeness, pk, registry=slug)
    keep = request.POST.get("keep", "")
    try:
        if keep == "none":
            call_different(registry, pair, by=reader(request))
            messages.success(request, _("Two different ones. The pair is not shown again."))
        else:
            call_same(registry, pair, keep=whole_number(keep) or 0, by=reader(request))
            messages.success(request, _("One and the same. The duplicate points to the record that is kept."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(_back(request, slug))


@needs("records.edit")
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a decision back."""
    registry = opened(request, slug, to_write=True)
    take_back_decision(registry, get(request.user, Likeness, pk, registry=slug), by=reader(request))
    messages.success(request, _("Taken back. Both records stand for themselves again."))
    return redirect(_back(request, slug))


def standing_of(request: HttpRequest, registry: Registry, record: Record) -> Standing | None:
    """How the record stands to others; None where no other is like it."""
    if not registry.near:
        return None
    pairs = scope(request.user, Likeness).filter(
        Q(one=record.pk) | Q(other=record.pk), registry=registry.slug
    )
    partner = {pair.pk: pair.other if pair.one == record.pk else pair.one for pair in pairs}
    found = records_for(request.user, registry).in_bulk(list(partner.values())) if partner else {}

    def others(verdict: Verdict, is_duplicate: bool = False) -> tuple[Record, ...]:
        chosen = (each for each in pairs if each.verdict == verdict)
        chosen = (each for each in chosen if (each.duplicate == record.pk) is is_duplicate)
        return tuple(found[partner[each.pk]] for each in chosen if partner[each.pk] in found)

    kept = others(Verdict.SAME, is_duplicate=True)
    return Standing(kept[0] if kept else None, others(Verdict.SAME), others(Verdict.OPEN))


def _back(request: HttpRequest, slug: str) -> str:
    state = request.POST.get("state", "")
    address = reverse("desk:duplicates", args=[slug])
    return f"{address}?state={state}" if state in Verdict.values else address


def _compared(request: HttpRequest, registry: Registry, pairs: list[Likeness]) -> list[ComparedPair]:
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    links = [info.name for info in registry.fields.values() if info.kind == "link"]
    records = records_for(request.user, registry).defer("search_text", "provenance")
    found = (records.select_related(*links) if links else records).in_bulk(list(keys))
    classes = readable(request)
    tell_of_records(request.user, registry, found.values(), registry.fields, classes)
    return [_compare(registry, pair, found.get(pair.one), found.get(pair.other), classes) for pair in pairs]


def _compare(
    registry: Registry,
    pair: Likeness,
    one: Record | None,
    other: Record | None,
    classes: frozenset[FieldClass],
) -> ComparedPair:
    fields: tuple[ComparedField, ...] = ()
    if one is not None and other is not None:
        both = (
            ComparedField(info, shown(info, one, classes), shown(info, other, classes))
            for info in registry.fields.values()
        )
        fields = tuple(each for each in both if each.one.text or each.other.text)
    return ComparedPair(pair, one, other, tuple(_in_words(reason) for reason in pair.reasons), fields)


def _in_words(reason: str) -> str:
    words = {
        Reason.CODE: _("the number names the same body"),
        Reason.NAME: _("same name"),
        Reason.SOUND: _("the name sounds the same"),
        Reason.SPELLING: _("the name is nearly the same"),
        Reason.PLACE: _("same street number"),
    }
    return words[Reason(reason)]
