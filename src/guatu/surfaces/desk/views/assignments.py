"""Who answers for what, line by line; many items assigned at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guatu.base.errors import Refused
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.rights import require
from guatu.kernel.access.scopes import get
from guatu.plan.actions.dispatch import perform
from guatu.plan.items import kind_of, ref_of
from guatu.plan.models import ItemState, Plan, Section, SectionType, Target, Task
from guatu.plan.queries import department_options, leader_options

Row = Target | Task


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A target or task in the list."""

    ref: str
    kind: str
    item: Row

    @property
    def name(self) -> str:
        """A target's subject and figure, a task's sentence."""
        if isinstance(self.item, Target):
            return f"{self.item.subject} {self.item.text}" if self.item.subject else self.item.text
        return self.item.text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of work with its items; without a section for what stands before the first."""

    key: str
    name: str
    rows: tuple[ItemRow, ...]

    @property
    def open(self) -> int:
        """How many items nobody leads."""
        return sum(row.item.lead_id is None for row in self.rows)


@needs("plan.view")
@require_http_methods(["GET", "HEAD", "POST"])
def show_assignments(request: HttpRequest, pk: int) -> HttpResponse:
    """The items by line of work; a post assigns the ticked ones."""
    plan = get(request.user, Plan, pk, omitted=["reading"])
    if request.method == "POST":
        require(request.user, "plan.assign")
        _assign(request, plan)
        return redirect(request.get_full_path())
    only_open = request.GET.get("show") == "open"
    lines = list(_lines(plan, only_open))
    context = {
        "plan": plan,
        "lines": lines,
        "only_open": only_open,
        "open": sum(line.open for line in lines),
        "departments": department_options(),
        "leaders": leader_options(),
    }
    return render(request, "desk/assignments.html", context)


def _assign(request: HttpRequest, plan: Plan) -> None:
    refs = request.POST.getlist("items")
    owners = {"lead": _key(request, "lead"), "leader": _key(request, "leader")}
    chosen = map(whole_number, request.POST.getlist("supporting"))
    supporting = [key for key in chosen if key is not None]
    posted = {"verb": "assign", "items": refs, "fields": {**owners, "supporting": supporting}}
    try:
        perform(plan, posted, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return
    done = ngettext("%(count)d item assigned.", "%(count)d items assigned.", len(refs))
    messages.success(request, done % {"count": len(refs)})


def _key(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""))


def _lines(plan: Plan, only_open: bool) -> Iterator[Line]:
    sections = {section.pk: section for section in plan.sections.all()}
    by_line: dict[int | None, list[Row]] = {}
    for row in sorted(_items(plan), key=lambda each: (each.start, -each.end)):
        if not (only_open and row.lead_id):
            by_line.setdefault(_line_of(sections, row.section_id), []).append(row)
    for key, rows in by_line.items():
        name = str(sections[key]) if key else _("Opening")
        yield Line(str(key or ""), name, tuple(ItemRow(ref_of(row), kind_of(row), row) for row in rows))


def _items(plan: Plan) -> Iterator[Row]:
    for items in (plan.targets, plan.tasks):
        rows = items.exclude(state=ItemState.DISCARDED)
        yield from rows.select_related("lead", "leader").prefetch_related("supporting")


def _line_of(sections: dict[int, Section], key: int | None) -> int | None:
    """The line of work (else the part) that a section lies in."""
    while key is not None and sections[key].type not in (SectionType.LINE, SectionType.PART):
        key = sections[key].parent_id
    return key
