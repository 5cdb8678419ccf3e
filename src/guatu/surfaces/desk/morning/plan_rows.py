"""What of the plan waits for somebody, what of it comes, and whose lights turned?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guatu.base import clock
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.queries import departments_of
from guatu.kernel.access.scopes import scope
from guatu.plan.items import ref_of
from guatu.plan.models import ItemState, LightTurn, Plan, PlanState, Target, Task
from guatu.plan.queries.assignments import Assigned, Assignment, returned_assignments, waiting_assignments
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import measure_of, statuses
from guatu.plan.tracking.remembering import reason_from
from guatu.plan.tracking.turning import turns_at
from guatu.plan.tracking.words import say
from guatu.surfaces.desk.morning.rows import Row, Urgency
from guatu.surfaces.wall.queries import current_plan, name_of
from guatu.zone.statistics.models import Level, PublishedFigure

LONGEST = 60
AHEAD = timedelta(days=14)
SOON = timedelta(days=3)
RED = (Light.BROKEN, Light.BEHIND)
Shown = dict[int, tuple[Light, str, datetime | None]]


def assignments_to_accept(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """What the plan gives to the departments of the user, and nobody signed for."""
    own = departments_of(user)
    if own:
        for each in waiting_assignments(user, own, day.year):
            yield _assignment(each, "assignment", _why_assigned(each), each.item.plan.published_at)


def assignments_returned(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """What departments gave back to the supervision office."""
    for each in returned_assignments(user, day.year):
        assert each.last is not None, "nothing is returned without an answer"
        said = {"who": person_name(each.last.by), "reason": each.last.reason}
        yield _assignment(each, "returned", _("Returned by %(who)s: %(reason)s") % said, each.last.at)


def _why_assigned(each: Assignment) -> str:
    if each.last is not None:
        return _("Asked again: %(reason)s") % {"reason": each.last.reason}
    return _("Your department leads it; nobody signed for it yet.")


def _assignment(each: Assignment, kind: str, reason: str, since: datetime | None) -> Row:
    item = each.item
    mine = kind == "assignment"
    return Row(
        kind=kind,
        key=f"{kind}:{ref_of(item)}",
        name=item_name(item),
        reason=reason,
        address=reverse("desk:assignment", args=[ref_of(item)]),
        since=clock.day_of(since) if since else None,
        who=item.lead.name if item.lead else "",
        chip=_("to sign for") if mine else _("returned"),
        urgency=Urgency.USUAL if mine else Urgency.SOON,
        departments=frozenset([item.lead_id] if mine and item.lead_id else ()),
        answers=ref_of(item) if mine else "",
    )


def plans_to_review(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The plans in which something that was read is not confirmed."""
    plans = scope(user, Plan).defer("reading").filter(year__gte=day.year)
    counted = plans.annotate(
        in_targets=Count("targets", filter=Q(targets__state=ItemState.PROPOSED), distinct=True),
        in_tasks=Count("tasks", filter=Q(tasks__state=ItemState.PROPOSED), distinct=True),
    )
    for plan in counted:
        left = plan.in_targets + plan.in_tasks
        if left:
            said = ngettext(
                "%(count)d item is to be confirmed.", "%(count)d items are to be confirmed.", left
            )
            address = reverse("desk:review", args=[plan.pk])
            since = clock.day_of(plan.created_at)
            yield Row(
                "review", f"review:{plan.pk}", plan.title, said % {"count": left}, address, since=since,
                chip=_("to review"),
            )  # fmt: skip


def deadlines(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """Tasks and milestones of the published plans that are due in the coming days."""
    kinds: tuple[tuple[type[Assigned], str, str], ...] = (
        (Target, _("A milestone of the plan is due."), _("target")),
        (Task, _("A task of the plan is due."), _("task")),
    )
    for model, said, chip in kinds:
        due = scope(user, model).filter(
            state=ItemState.ACCEPTED, plan__state=PlanState.PUBLISHED, due__gt=day, due__lte=day + AHEAD
        )
        for item in due.select_related("lead"):
            address = _page_of(item)
            yield Row(
                kind=model._meta.model_name or "",
                key=f"due:{ref_of(item)}",
                name=item_name(item),
                reason=said,
                address=address,
                chip=chip,
                due=item.due,
                who=item.lead.name if item.lead else "",
                urgency=soon_or_usual(item.due, day),
                departments=frozenset([item.lead_id] if item.lead_id else ()),
            )


def turned_lights(user: User, rights: frozenset[str], since: datetime) -> Iterator[Row]:
    """The targets of this year's plan whose light is another than at that moment."""
    plan = current_plan(user, clock.today())
    if plan is None:
        return
    targets = scope(user, Target, "wall.view").filter(plan=plan, state=ItemState.ACCEPTED)
    found = {target.pk: target for target in targets.select_related("lead")}
    before, now = (_lights(plan, found, moment) for moment in (since, clock.now()))
    for key, target in found.items():
        if key in before and key in now and before[key][0] is not now[key][0]:
            yield _turn(target, before[key][0], *now[key])


def _turn(target: Target, before: Light, now: Light, reason: str, at: datetime | None) -> Row:
    return Row(
        kind="light",
        key=f"light:{target.pk}",
        name=name_of(target),
        reason=reason,
        address=reverse("wall:target", args=[target.pk]),
        since=clock.day_of(at) if at else None,
        who=target.lead.name if target.lead else "",
        light=now.value,
        was=before.value,
        urgency=_urgency_of_turn(before, now),
        departments=frozenset([target.lead_id] if target.lead_id else ()),
    )


def _urgency_of_turn(before: Light, now: Light) -> Urgency:
    if now.urgency > before.urgency:
        return Urgency.GOOD_NEWS
    return Urgency.LATE if now in RED else Urgency.TURNED_BAD


def _lights(plan: Plan, targets: dict[int, Target], moment: datetime) -> Shown:
    """The lights that were shown at a moment; where none was written down yet, those that were known."""
    turns: dict[int, LightTurn] = turns_at(plan.pk, moment, targets)
    if plan.published_at is None or moment < plan.published_at:
        return {}
    shown: Shown = {
        key: (Light(row.light), say(reason_from(row.reason_code, row.reason_params)), row.judged_at)
        for key, row in turns.items()
    }
    if len(shown) < len(targets):
        for key, status in statuses(plan, known_at=moment, forecasts=False).items():
            shown.setdefault(key, (status.light, say(status.reason), None))
    return shown


def item_name(item: Assigned) -> str:
    """What a target or task is called in a line."""
    if isinstance(item, Target):
        return Truncator(f"{item.subject} {item.text}" if item.subject else item.text).chars(LONGEST)
    return Truncator(item.text).chars(LONGEST)


def soon_or_usual(due: date | None, day: date) -> Urgency:
    """How urgent something is that is due by a day."""
    if due is None or due > day + SOON:
        return Urgency.USUAL
    return Urgency.LATE if due < day else Urgency.SOON


def _page_of(item: Assigned) -> str:
    if isinstance(item, Target):
        return reverse("wall:target", args=[item.pk])
    return reverse("desk:assignment", args=[ref_of(item)])


def expected_figures(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The figures behind the plan of which a newer one is due in the coming days."""
    plan = current_plan(user, day)
    if plan is None:
        return
    targets = plan.targets.filter(state=ItemState.ACCEPTED, measure_confirmed=True).select_related("lead")
    by_measure = {target.measure: target for target in targets}
    zone = scope(user, PublishedFigure, "figures.view").filter(level=Level.ZONE, measure__in=by_measure)
    for code, last in (
        zone.values_list("measure").annotate(last=Max("period_end")).order_by("last", "measure")
    ):
        target = by_measure[code]
        measure = measure_of(target)
        due = last + timedelta(days=measure.stale_after_days) if measure else day
        if day < due <= day + AHEAD:
            yield _expected(target, last, due)


def _expected(target: Target, last: date, due: date) -> Row:
    said = _("The last figure is as of %(day)s; without a newer one the light goes out.")
    return Row(
        kind="figure",
        key=f"figure:{target.measure}",
        name=name_of(target),
        reason=said % {"day": date_format(last)},
        address=reverse("desk:measure_figures", args=[target.measure]),
        due=due,
        who=target.lead.name if target.lead else "",
        chip=_("figure"),
        departments=frozenset([target.lead_id] if target.lead_id else ()),
    )
