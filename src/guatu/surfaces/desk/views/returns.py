"""How does the statistics office see who filed what, and send back, verify and lock it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import GuatuError, Refused
from guatu.base.periods import Period
from guatu.kernel.access.gate import needs, reader
from guatu.surfaces.portal.sheet import sheet_of
from guatu.surfaces.portal.views.returns import proof_of, story_of
from guatu.zone.statistics.returns.actions import correct_return, lock_period, send_back, verify_return
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.calendar import Due, due_of, dues_between
from guatu.zone.statistics.returns.models import Return, ReturnState
from guatu.zone.statistics.returns.queries import (
    Late,
    filings_sent_back,
    get_return,
    progress_of,
    returns_to_verify,
    revisions_of,
    who_is_late,
)

LOOK_BACK = timedelta(days=70)
LOOK_AHEAD = timedelta(days=31)
# In the order in which a return goes through them; "" has not begun.
STATES = ("", "draft", "returned", "filed", "verified", "locked")
DONE = frozenset({"verified", "locked"})
ASKED = "ask-"


@dataclass(frozen=True, slots=True)
class Round:
    """One form for one period: how many of the enterprises that are asked stand where."""

    due: Due
    form: str
    counts: Mapping[str, int]
    is_over: bool

    @property
    def asked(self) -> int:
        """How many enterprises are asked."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many are verified."""
        return sum(self.counts.get(state, 0) for state in DONE)

    @property
    def verified(self) -> int:
        """How many are verified and not locked yet."""
        return self.counts.get("verified", 0)

    @property
    def waiting(self) -> int:
        """How many wait to be verified."""
        return self.counts.get("filed", 0)

    @property
    def missing(self) -> int:
        """How many have not filed."""
        return sum(self.counts.get(state, 0) for state in ("", "draft", "returned"))

    @property
    def percent(self) -> int:
        """The verified share in whole percents, 100 only when all are."""
        return self.done * 100 // self.asked if self.asked else 0

    @property
    def stripes(self) -> list[tuple[str, str, str]]:
        """State, place and width of each stripe of a bar 100 wide, what is furthest first."""
        stripes: list[tuple[str, str, str]] = []
        place = 0.0
        for state in reversed(STATES):
            width = self.counts.get(state, 0) * 100 / max(self.asked, 1)
            stripes.append((state or "none", f"{place:.2f}", f"{width:.2f}"))
            place += width
        return [stripe for stripe in stripes if stripe[2] != "0.00"]


@needs("returns.view")
@require_safe
def list_rounds(request: HttpRequest) -> HttpResponse:
    """What is due about now: form by form, who filed, who is late, what waits to be verified."""
    today = clock.today()
    dues = [due for due in dues_between(today - LOOK_BACK, today + LOOK_AHEAD) if due.period.end < today]
    newest_first = sorted(dues, key=lambda due: due.form)
    newest_first.sort(key=lambda due: due.period.end, reverse=True)
    rounds = [each for each in _rounds(request, newest_first) if each.asked]
    return render(request, "desk/returns/rounds.html", {"rounds": rounds, "today": today})


@needs("returns.view")
@require_safe
def list_returns(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """The returns of one form and period, by state, and who has not filed."""
    due, chosen = due_or_404(form, period), request.GET.get("state", "filed")
    by = reader(request)
    late = who_is_late(form, due.period, clock.today(), by=by)
    returns = returns_to_verify(form, due.period, by=by, state=None)
    asked = " ".join(request.GET.get("q", "").split())[:80]
    shown = [each for each in returns if chosen in ("all", each.state) and asked in each.enterprise_name]
    context = {
        "round": _rounds(request, [due])[0],
        "returns": [(each, _counts(each)) for each in shown],
        "late": [each for each in late if asked in each.entity.name],
        "chosen": chosen,
        "asked": asked,
        "states": _choices(returns, late),
        "clean": sum(_is_clean(each) for each in returns if each.state == ReturnState.FILED),
    }
    return render(request, "desk/returns/list.html", context)


@needs("returns.view")
@require_safe
def show_return(request: HttpRequest, pk: int) -> HttpResponse:
    """One return with what was found, what the enterprise said, and what can be done with it."""
    by = reader(request)
    found = get_return(pk, by=by)
    context = {
        "sheet": sheet_of(found),
        "return": found,
        "due": due_of(found.form_code, found.reported_period),
        "may_write": False,
        "revisions": revisions_of(found, by=by),
        "sent_back": filings_sent_back(found, by=by),
        "story": story_of(found),
        "next": _next_to_verify(request, found),
    }
    return render(request, "desk/returns/return.html", context)


@needs("returns.verify")
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Verifies a return and goes to the next that waits."""
    found = get_return(pk, by=reader(request))
    following = _next_to_verify(request, found)
    try:
        verify_return(found, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("desk:return", pk)
    messages.success(request, _("Verified: %(name)s") % {"name": found.enterprise_name})
    return redirect("desk:return", following) if following else _to_list(found)


@needs("returns.verify")
@require_POST
def verify_clean(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """Verifies all filed returns in which nothing was found that needed a remark."""
    due = due_or_404(form, period)
    done = 0
    for each in returns_to_verify(form, due.period, by=reader(request)):
        if _is_clean(each):
            try:
                verify_return(each, by=reader(request))
            except Refused as refused:
                messages.error(request, f"{each.enterprise_name}: {refused.sentence}")
            else:
                done += 1
    said = ngettext("%(count)s return verified.", "%(count)s returns verified.", done)
    messages.success(request, said % {"count": done})
    return redirect("desk:returns_of_form", form, period)


@needs("returns.verify")
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a return back with a reason and questions about single items."""
    found = get_return(pk, by=reader(request))
    questions = [
        (name.removeprefix(ASKED), str(text).strip()[:500])
        for name, text in request.POST.items()
        if name.startswith(ASKED) and str(text).strip()
    ]
    items = {*found.form.form.item_of, ""}
    try:
        send_back(
            found,
            reason=request.POST.get("reason", "")[:1000],
            findings=[each for each in questions if each[0] in items],
            by=reader(request),
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("desk:return", pk)
    messages.success(request, _("Sent back: %(name)s") % {"name": found.enterprise_name})
    return _to_list(found)


@needs("returns.verify")
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks an enterprise to correct a verified return: a new revision that it fills in."""
    found = get_return(pk, by=reader(request))
    try:
        made = correct_return(found, reason=request.POST.get("reason", ""), by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("desk:return", pk)
    return redirect("desk:return", made.pk)


@needs("returns.verify")
@require_POST
def lock(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """Locks what is verified of a form and period."""
    count = lock_period(form, due_or_404(form, period).period, by=reader(request))
    said = ngettext("%(count)s return locked.", "%(count)s returns locked.", count)
    messages.success(request, said % {"count": count})
    return redirect("desk:returns_of_form", form, period)


@needs("returns.view")
@require_safe
def send_proof(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """The proof of an entry about a return, for `verify_ledger.py`."""
    return proof_of(get_return(pk, by=reader(request)), seq)


def due_or_404(form: str, period: str) -> Due:
    """When the return of a form and period is due; Http404 where there is no such form or period."""
    try:
        return due_of(form, Period.parse(period))
    except GuatuError:
        raise Http404(_("There is no such form or period.")) from None


def _rounds(request: HttpRequest, dues: Sequence[Due]) -> list[Round]:
    counts = progress_of([(due.form, due.period) for due in dues], by=reader(request))
    language, today = get_language() or "", clock.today()
    return [
        Round(
            due,
            version_for(due.form, due.period).name(language),
            counts[due.form, due.period],
            due.file_by < today,
        )
        for due in dues
    ]


def _counts(return_: Return) -> tuple[int, int]:
    """How many findings needed a remark, and how many are hints."""
    severities = [finding["severity"] for finding in return_.findings]
    return severities.count("remark"), severities.count("hint")


def _is_clean(return_: Return) -> bool:
    return all(finding["severity"] == "hint" for finding in return_.findings)


def _choices(returns: Sequence[Return], late: Sequence[Late]) -> list[tuple[str, int]]:
    counted = [(state, sum(each.state == state for each in returns)) for state in STATES[1:]]
    found = [each for each in counted if each[1]]
    return [*found, ("all", len(returns)), *([("late", len(late))] if late else [])]


def _next_to_verify(request: HttpRequest, found: Return) -> int | None:
    waiting = returns_to_verify(found.form_code, found.reported_period, by=reader(request))
    after = [each.pk for each in waiting if each.enterprise_id > found.enterprise_id]
    before = [each.pk for each in waiting if each.enterprise_id < found.enterprise_id]
    return next(iter([*after, *before]), None)


def _to_list(found: Return) -> HttpResponse:
    return redirect("desk:returns_of_form", found.form_code, found.period)
