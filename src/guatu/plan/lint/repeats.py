"""Is something promised twice, in this plan or in another one of the same year?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from guatu.plan.lint.amounts import shown
from guatu.plan.lint.findings import Finding, Sentences
from guatu.plan.lint.snapshot import OtherTarget, PlanSnapshot, TargetTerms
from guatu.plan.lint.units import base_amount, dimension

Key = tuple[str, ...]
_FILLER = re.compile(r"[\s、,，;；:：“”\"'《》()（）的]+")


def check_repeats(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Targets on the same thing: with one value a repetition, with two a contradiction."""
    first_of: dict[Key, TargetTerms] = {}
    for target in sorted(snapshot.targets, key=lambda t: t.start):
        key = _key(target)
        if key is None:
            continue
        first = first_of.setdefault(key, target)
        if first is not target:
            yield _about_repeat(first, target, sentences)


def check_other_plans(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Targets of other plans of the year on the same measure with another value."""
    by_measure: dict[Key, list[OtherTarget]] = {}
    for other in snapshot.others:
        if other.year == snapshot.year:
            by_measure.setdefault(_measured(other), []).append(other)
    for target in snapshot.targets:
        for other in by_measure.get(_measured(target), []) if target.measure else []:
            if target.value is not None and _promise(target) != _promise(other):
                yield _about_other(target, other, sentences)


def _key(target: TargetTerms) -> Key | None:
    """What makes two targets the same promise; None for a target without a subject or a value."""
    subject = _FILLER.sub("", target.subject)
    if len(subject) < 2 or target.value is None:
        return None
    apart = (target.scope, target.deadline, str(target.parent or ""))
    return (subject, target.kind, dimension(target.unit), *apart)


def _measured(target: TargetTerms | OtherTarget) -> Key:
    return (target.measure, target.kind, dimension(target.unit), target.scope)


def _promise(target: TargetTerms | OtherTarget) -> tuple[str, Decimal]:
    return target.comparator, base_amount(target.value or Decimal(0), target.unit)


def _about_repeat(first: TargetTerms, again: TargetTerms, sentences: Sentences) -> Finding:
    same = _promise(first) == _promise(again)
    start, end = sentences.around(again.start, again.end)
    return Finding(
        code="repeated" if same else "repeated_otherwise",
        severity="note" if same else "warning",
        start=start,
        end=end,
        items=(again.ref, first.ref),
        params={"first": shown(first), "again": shown(again)},
    )


def _about_other(target: TargetTerms, other: OtherTarget, sentences: Sentences) -> Finding:
    start, end = sentences.around(target.start, target.end)
    return Finding(
        code="other_plan",
        severity="warning",
        start=start,
        end=end,
        items=(target.ref,),
        params={"target": shown(target), "other": other.text, "plan": other.plan_title},
    )
