"""What becomes of the questions that enterprises raise at visits?"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.models import Department
from guatu.kernel.ledger.context import action
from guatu.zone.enterprises.models import Visit, VisitTask


def raise_question(
    visit: Visit,
    *,
    question: str,
    department: Department,
    due: date,
    by: User | None,
    person: User | None = None,
) -> VisitTask:
    """Gives a question to a department, and to somebody of it where one is named, to settle by that day."""
    if not question.strip():
        raise Refused("no_question", _("Write down what the enterprise asked."))
    if due < visit.day:
        raise Refused("due_before", _("It cannot be due before the visit, on %(day)s.") % {"day": visit.day})
    with action("visits.raise_question", by=by):
        return VisitTask.objects.create(
            visit=visit, question=question.strip(), department=department, person=person, due=due
        )


def settle_question(task: VisitTask, *, answer: str, by: User | None, on: date | None = None) -> VisitTask:
    """Notes what was done about a question, and when; refused without a word on it."""
    if not answer.strip():
        raise Refused("no_answer", _("Write what was done, so that the enterprise can be told."))
    day = on or clock.today()
    if day > clock.today():
        raise Refused("not_yet", _("It cannot have been done on a day to come."))
    with action("visits.settle_question", by=by):
        task.done_on, task.answer, task.done_by = day, answer.strip()[:300], by
        task.save(update_fields=["done_on", "answer", "done_by"])
    return task


def reopen_question(task: VisitTask, *, by: User | None) -> VisitTask:
    """Takes back that a question was settled."""
    with action("visits.reopen_question", by=by):
        task.done_on, task.answer, task.done_by = None, "", None
        task.save(update_fields=["done_on", "answer", "done_by"])
    return task
