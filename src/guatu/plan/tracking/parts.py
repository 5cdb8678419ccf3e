"""Which targets of a plan are parts of another one, and what does each add to it at the moment?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, UnitMismatch
from guatu.plan.models import Identity, IdentityState, ItemState, Plan, Target
from guatu.plan.tracking.contributions import Part, contributions, rest_of
from guatu.plan.tracking.series import Series, quantity
from guatu.plan.tracking.simulation import Case
from guatu.plan.tracking.standing import Observed, measure_of, observed_of, terms_of
from guatu.plan.tracking.terms import CHANGES, Contribution


def parts_of(target: Target) -> list[Target]:
    """The parts that the plan itself names: those of a kept sum, else the 其中 under the target."""
    identity = Identity.objects.filter(whole=target, state=IdentityState.KEPT).first()
    parts = identity.parts if identity is not None else target.parts
    return list(parts.filter(state=ItemState.ACCEPTED).order_by("start", "order"))


def contributions_to(target: Target, year: int | None, *, known_at: datetime) -> tuple[Contribution, ...]:
    """What the parts named by the plan, and the rest, add at the last period for which all are known."""
    parts = parts_of(target)
    if not parts or year is None or target.kind in CHANGES:
        return ()
    observed = observed_of([target, *parts], known_at)
    series = [_series(each, year, observed, known_at) for each in (target, *parts)]
    known = [each for each in series if each is not None]
    if len(known) < len(series):
        return ()
    period = _last_common(known)
    if period is None:
        return ()
    try:
        whole, *found = (_part(t, s, period) for t, s in zip((target, *parts), known, strict=True))
        rest = rest_of(whole, found, _("the rest"))
        return contributions(whole, [*found, rest] if rest else found)
    except UnitMismatch:
        return ()


def _series(target: Target, year: int, observed: Observed, known_at: datetime) -> Series | None:
    measure = measure_of(target)
    if measure is None or target.value_norm is None:
        return None
    try:
        return Series(terms_of(target, measure, year), observed[measure.code], clock.day_of(known_at))
    except UnitMismatch:
        return None


def _last_common(series: Sequence[Series]) -> Period | None:
    """The last period for which every one of them has a figure."""
    shared = set.intersection(*({point.period for point in each.points} for each in series))
    return max(shared, default=None)


def _part(target: Target, series: Series, period: Period) -> Part:
    point = next(point for point in series.points if point.period == period)
    terms = series.terms
    adds_up = terms.measure_kind not in ("stock", "ratio", "coverage")
    base = point.observation.comparable_base
    return Part(
        name=target.subject or target.text,
        amount=quantity(terms, point.amount),
        expected=quantity(terms, terms.value * series.pace(period).share) if adds_up else None,
        before=base if isinstance(base, Quantity) else None,
        key=target.pk,
    )


def cases_of(plan: Plan, *, known_at: datetime) -> dict[int, Case]:
    """All targets of a plan that are followed, as a simulation needs them, by key in the plan's order."""
    if plan.year is None:
        return {}
    targets = list(plan.targets.filter(state=ItemState.ACCEPTED, parked_reason="").order_by("start", "order"))
    observed = observed_of(targets, known_at)
    wholes = _wholes(plan, targets)
    found = {}
    for target in targets:
        series = _series(target, plan.year, observed, known_at)
        if series is not None:
            code = target.measure
            found[target.pk] = Case(series.terms, tuple(observed[code]), tuple(wholes.get(target.pk, ())))
    return found


def _wholes(plan: Plan, targets: Sequence[Target]) -> dict[int, list[int]]:
    """By the key of each part the keys of the wholes that it adds to: sums that are kept, and 其中."""
    found: dict[int, list[int]] = {}
    for identity in plan.identities.filter(state=IdentityState.KEPT).prefetch_related("parts"):
        for part in identity.parts.all():
            found.setdefault(part.pk, []).append(identity.whole_id)
    for target in targets:
        if target.parent_id is not None and target.parent_id not in found.setdefault(target.pk, []):
            found[target.pk].append(target.parent_id)
    return found
