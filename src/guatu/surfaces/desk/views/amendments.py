"""What would an amended document change, and how does it take the place of the old one?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get
from guatu.plan.actions.amending import amend_plan, apply_amendment, withdraw_amendment
from guatu.plan.lint.findings import Sentences
from guatu.plan.models import Amendment, Plan
from guatu.surfaces.desk.quotes import Edit, Piece, edits, pieces
from guatu.surfaces.desk.views.uploads import answer_upload, received, too_large
from guatu.surfaces.wall.shown import number

STATUSES = ("changed", "added", "removed", "moved", "unchanged")
# Beyond this only the count is said: nobody reads a list of what stayed as it was.
LISTED_QUIETLY = 200

Difference = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Alteration:
    """One field that reads otherwise in the new document."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """What becomes of one item."""

    kind: str
    name: str
    quote: tuple[Piece, ...]
    text: tuple[Edit, ...]
    alterations: tuple[Alteration, ...]


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """The items that share a fate."""

    status: str
    name: str
    count: int
    rows: tuple[DifferenceRow, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing needs to be looked at."""
        return self.status in {"moved", "unchanged"}


@needs("plan.review")
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for an amended document; a post compares it and goes to the difference."""
    plan = get(request.user, Plan, pk, need="plan.review", joined=["document"])
    if request.method != "POST":
        return _form(request, plan)

    def take() -> str:
        upload = received(request)
        made = amend_plan(plan, name=upload.name, content=upload.content, by=reader(request))
        return reverse("desk:amendment", args=[plan.pk, made.pk])

    return answer_upload(request, take, lambda problem: _form(request, plan, problem))


@needs("plan.view")
@require_safe
def show_amendment(request: HttpRequest, pk: int, amendment: int) -> HttpResponse:
    """The difference, item by item, what needs a look first."""
    found = _amendment(request, pk, amendment, "plan.view")
    groups = _groups(found)
    context = {
        "plan": found.plan,
        "amendment": found,
        "groups": groups,
        "is_stale": found.state == "previewed" and found.plan_version != found.plan.version,
    }
    return render(request, "desk/amendment.html", context)


@needs("plan.review")
@require_POST
def apply(request: HttpRequest, pk: int, amendment: int) -> HttpResponse:
    """Takes the amended document over."""
    try:
        apply_amendment(_amendment(request, pk, amendment), by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("desk:amendment", pk, amendment)
    messages.success(request, _("Taken over. What is new or changed waits to be confirmed."))
    return redirect("desk:lint", pk)


@needs("plan.review")
@require_POST
def withdraw(request: HttpRequest, pk: int, amendment: int) -> HttpResponse:
    """Drops an amended document that was only looked at."""
    try:
        withdraw_amendment(_amendment(request, pk, amendment), by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("desk:amend", pk)


def _amendment(request: HttpRequest, plan: int, pk: int, need: str = "plan.review") -> Amendment:
    joined = ["plan__document", "document", "old_document"]
    return get(request.user, Amendment, pk, need=need, joined=joined, plan=plan)


def _form(request: HttpRequest, plan: Plan, problem: str = "") -> HttpResponse:
    amendments = plan.amendments.select_related("document", "created_by").defer("document__content")
    context = {
        "plan": plan,
        "problem": problem,
        "limit": settings.UPLOAD_MAX_BYTES,
        "too_large": too_large(),
        "amendments": amendments.exclude(state="withdrawn")[:20],
    }
    return render(request, "desk/amend.html", context, status=422 if problem else 200)


def _groups(amendment: Amendment) -> list[DifferenceGroup]:
    differences = cast("Sequence[Difference]", amendment.difference)
    names = {
        "changed": _("Changed"),
        "added": _("Added"),
        "removed": _("Removed"),
        "moved": _("Moved"),
        "unchanged": _("Unchanged"),
    }
    groups = []
    for status in STATUSES:
        of_status = [each for each in differences if each["status"] == status]
        listed = [] if status == "unchanged" else of_status[:LISTED_QUIETLY]
        rows = tuple(_row(amendment, each) for each in listed)
        if of_status:
            groups.append(DifferenceGroup(status, names[status], len(of_status), rows))
    return groups


def _row(amendment: Amendment, difference: Difference) -> DifferenceRow:
    removed = difference["status"] == "removed"
    document = amendment.old_document if removed else amendment.document
    places = ("old_start", "old_end") if removed else ("start", "end")
    start, end = (cast("int", difference[name]) for name in places)
    first, last = Sentences(document.text).around(start, end)
    changes = cast("Mapping[str, Sequence[object]]", difference["changes"])
    old, new = difference["old_text"], difference["text"]
    reworded = isinstance(old, str) and old != new and difference["status"] != "added"
    return DifferenceRow(
        kind=str(difference["kind"]),
        name=str(difference["name"]),
        quote=tuple(pieces(document.text, first, last, [(start, end)])),
        text=tuple(edits(str(old), str(new))) if reworded else (),
        alterations=tuple(
            Alteration(field_name(name), _plain(a), _plain(b))
            for name, (a, b) in changes.items()
            if name != "text"
        ),
    )


def _plain(value: object) -> str:
    """A stored value as people write it: a number without the zeros that the database adds."""
    if value in (None, ""):
        return "—"
    try:
        return number(Decimal(str(value)).normalize())
    except InvalidOperation:
        return str(value)


def field_name(name: str) -> str:
    """What a field of an item is called."""
    names = {
        "subject": _("Subject"),
        "kind": _("Kind"),
        "comparator": _("Comparator"),
        "value": _("Value"),
        "value_hi": _("Upper value"),
        "unit": _("Unit"),
        "parent": _("Part of"),
        "scope": _("Scope"),
        "modality": _("Wording"),
        "deadline": _("Deadline"),
        "name": _("Name"),
        "stage": _("Stage"),
        "checkable": _("Check"),
    }
    return names.get(name, name)
