"""How does a department sign for what the plan gives it, or give it back?"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.queries import departments_of
from guatu.kernel.access.rights import rights_of
from guatu.kernel.access.scopes import get
from guatu.plan.actions.answering import accept_assignments, ask_again, return_assignment
from guatu.plan.items import parse_ref, ref_of
from guatu.plan.models import ItemState, PlanState, Target, Task
from guatu.plan.queries.assignments import Assigned, answers_to, assignment_of
from guatu.surfaces.desk.views.morning import back_to
from guatu.surfaces.wall.sentence import sentence_around

MOST = 400


@needs("plan.view")
@require_safe
def show_assignment(request: HttpRequest, ref: str) -> HttpResponse:
    """An item of a published plan with who answers for it, and what was said of that."""
    item = _assigned(request, ref)
    rights, assignment = rights_of(request.user), assignment_of(item)
    mine = item.lead_id in departments_of(request.user)
    context = {
        "item": item,
        "ref": ref_of(item),
        "is_target": isinstance(item, Target),
        "sentence": sentence_around(item.plan.document.text, item.start, item.end),
        "leader": person_name(item.leader) if item.leader else "",
        "assignment": assignment,
        "answers": [(each, person_name(each.by)) for each in answers_to(item)],
        "may_answer": mine and assignment.waits and "plan.answer" in rights,
        "may_ask": assignment.is_returned and "plan.assign" in rights,
    }
    return render(request, "desk/morning/assignment.html", context)


@needs("plan.answer")
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Signs for the items that were posted, all of them or none."""
    refs = ",".join(request.POST.getlist("items")).split(",")[:MOST]
    items = [_assigned(request, ref) for ref in refs]
    done = ngettext("Signed for %(count)d item.", "Signed for %(count)d items.", len(items))
    return _answered(
        request,
        lambda by: bool(accept_assignments(items, by=by)),
        done % {"count": len(items)},
        _page(items[0]) if items else reverse("desk:home"),
    )


@needs("plan.answer")
@require_POST
def give_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Returns an item to the supervision office, with a reason."""
    item = _assigned(request, ref)
    # The list has a field for each of its rows in one form.
    reason = request.POST.get("reason") or request.POST.get(f"reason-{ref}", "")
    return _answered(
        request,
        lambda by: bool(return_assignment(item, reason=reason, by=by)),
        _("Returned to the supervision office."),
        _page(item),
    )


@needs("plan.assign")
@require_POST
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Has the department answer once more."""
    item, reason = _assigned(request, ref), request.POST.get("reason", "")
    return _answered(
        request,
        lambda by: bool(ask_again(item, reason=reason, by=by)),
        _("The department is asked again."),
        _page(item),
    )


def _answered(request: HttpRequest, act: Callable[[User], bool], done: str, otherwise: str) -> HttpResponse:
    try:
        act(reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect(back_to(request, otherwise))


def _page(item: Assigned) -> str:
    return reverse("desk:assignment", args=[ref_of(item)])


def _assigned(request: HttpRequest, ref: str) -> Assigned:
    """The item of that name in a published plan; Http404 for what is none, or is not assigned."""
    try:
        model, key = parse_ref(ref)
    except Refused as refused:
        raise Http404(refused.sentence) from None
    if not issubclass(model, (Target, Task)):
        raise Http404(_("There is no such page, or it is not for you."))
    joined = ("plan__document", "lead", "leader")
    omitted = ("plan__document__content", "plan__reading")
    followed = {"state": ItemState.ACCEPTED, "plan__state": PlanState.PUBLISHED}
    return get(request.user, model, key, need="plan.view", joined=joined, omitted=omitted, **followed)
