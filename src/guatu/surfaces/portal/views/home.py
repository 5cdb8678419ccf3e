"""What does an enterprise have to do today, and what became of what it filed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.directory import Entity
from guatu.surfaces.portal.views.acting import acting_for
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.calendar import Due
from guatu.zone.statistics.returns.models import Return, ReturnState
from guatu.zone.statistics.returns.queries import Task, forms_by_project, returns_of, tasks_of

LOOK_BACK = timedelta(days=75)
LOOK_AHEAD = timedelta(days=31)
SOON = 3


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A return that is to be filed, with how long there is for it."""

    task: Task
    form: str
    days_left: int
    can_begin: bool

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.days_left < 0

    @property
    def days_late(self) -> int:
        """By how many days."""
        return -self.days_left

    @property
    def is_soon(self) -> bool:
        """Whether its day comes within three days."""
        return 0 <= self.days_left <= SOON


@dataclass(frozen=True, slots=True)
class ShownReturn:
    """A return in a list, by the name of its form."""

    return_: Return
    form: str


@needs("returns.file")
@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """The tasks of the enterprise, the latest day first missed, and what was filed lately."""
    enterprise, today = acting_for(request), clock.today()
    tasks = tasks_of(enterprise, today - LOOK_BACK, today + LOOK_AHEAD, by=reader(request))
    shown = [_shown(task) for task in tasks]
    open_ones = [each for each in shown if each.task.state in ("", ReturnState.DRAFT, ReturnState.RETURNED)]
    context = {
        "enterprise": enterprise,
        "today": today,
        "tasks": open_ones,
        "filed": [each for each in shown if each not in open_ones],
        "late": sum(each.is_late for each in open_ones),
        "by_project": [_shown(Task(due, None)) for due in _open_for_projects(enterprise, today)],
    }
    return render(request, "portal/home.html", context)


@needs("returns.file")
@require_safe
def list_returns(request: HttpRequest) -> HttpResponse:
    """Everything that the enterprise ever filed, the newest period first."""
    enterprise = acting_for(request)
    returns = returns_of(enterprise.id, by=reader(request))
    return render(request, "portal/returns.html", {"enterprise": enterprise, "returns": named(returns)})


def named(returns: Sequence[Return]) -> list[ShownReturn]:
    """The returns with the names of their forms."""
    language = get_language() or ""
    return [ShownReturn(each, each.form.form.name(language)) for each in returns]


def _open_for_projects(enterprise: Entity, today: date) -> list[Due]:
    """The rounds in which a further project may be reported now: those of the last period that is over."""
    dues = forms_by_project(enterprise, today - LOOK_BACK, today + LOOK_AHEAD)
    over = [due for due in dues if due.period.end < today]
    return [due for due in over if due.period.end == max(each.period.end for each in over)]


def _shown(task: Task) -> ShownTask:
    form = version_for(task.due.form, task.due.period)
    today = clock.today()
    return ShownTask(
        task, form.name(get_language() or ""), (task.due.file_by - today).days, task.due.period.end < today
    )
