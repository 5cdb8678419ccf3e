"""Do the amounts agree: sums, parts and wholes, growth beside level?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from guatu.plan.lint.findings import Finding, Param, Sentences, Severity
from guatu.plan.lint.identities import adds_up
from guatu.plan.lint.snapshot import PlanSnapshot, TargetTerms
from guatu.plan.lint.units import base_amount, comparable, is_relative

# Growth is reported on a comparable base (可比口径) that is not the figure published a year ago, so
# a level and a growth target may differ by this much without contradicting each other.
GROWTH_TOLERANCE_POINTS = Decimal(1)


def check_sums(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Sums that were kept and no longer hold, since a target was edited, or cannot be added at all."""
    by_id = {target.id: target for target in snapshot.targets}
    for identity in snapshot.identities:
        members = [by_id.get(key) for key in (identity.whole, *identity.parts)]
        known = [target for target in members if target is not None and target.value is not None]
        if identity.dismissed or len(known) < len(members):
            continue
        whole, *parts = known
        units_agree = all(comparable(part.unit, whole.unit) for part in parts)
        if units_agree and adds_up(whole, parts):
            continue
        yield Finding(
            code="sum_broken" if units_agree else "sum_of_other_units",
            severity="error",
            start=sentences.around(whole.start, whole.end)[0],
            end=sentences.around(whole.start, whole.end)[1],
            items=tuple(target.ref for target in known),
            params={"whole": shown(whole), "parts": " + ".join(shown(part) for part in parts)},
        )


def check_parts(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Parts (其中) above their whole, and parts in a unit that the whole cannot be compared with."""
    by_id = {target.id: target for target in snapshot.targets}
    for part in snapshot.targets:
        whole = by_id.get(part.parent) if part.parent is not None else None
        if whole is None or is_relative(part.kind, part.unit) or part.value is None or whole.value is None:
            continue
        if not comparable(part.unit, whole.unit):
            yield _about_part("part_of_other_unit", part, whole, sentences)
        elif base_amount(part.value, part.unit) > base_amount(whole.value_hi or whole.value, whole.unit):
            yield _about_part("part_above_whole", part, whole, sentences)


def check_growth(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """A growth target beside a level target that asks for another growth over last year's figure."""
    for growth in snapshot.targets:
        if growth.kind != "growth" or growth.value is None:
            continue
        for level in snapshot.targets:
            last_year = snapshot.last_year.get(level.measure)
            if not last_year or level.kind != "level" or not _same_thing(growth, level):
                continue
            implied = _implied_growth(level, last_year)
            if implied is not None and _contradicts(growth, growth.value, implied):
                yield _about_growth(growth, level, implied, sentences)


def shown(target: TargetTerms) -> str:
    """A target in few words: its subject and its figure as written."""
    return f"{target.subject}{target.text}"


def _about_part(code: str, part: TargetTerms, whole: TargetTerms, sentences: Sentences) -> Finding:
    start, end = sentences.around(part.start, part.end)
    params: dict[str, Param] = {"part": shown(part), "whole": shown(whole)}
    severity: Severity = "error" if code == "part_above_whole" else "warning"
    return Finding(code, severity, start, end, (part.ref, whole.ref), params)


def _same_thing(one: TargetTerms, other: TargetTerms) -> bool:
    return bool(one.measure and one.measure == other.measure) or one.subject == other.subject


def _implied_growth(level: TargetTerms, last_year: Decimal) -> Decimal | None:
    return None if level.value is None else (level.value / last_year - 1) * 100


def _contradicts(growth: TargetTerms, rate: Decimal, implied: Decimal) -> bool:
    below = implied < rate - GROWTH_TOLERANCE_POINTS
    above = implied > (growth.value_hi or rate) + GROWTH_TOLERANCE_POINTS
    return {">=": below, ">": below, "<=": above, "<": above}.get(growth.comparator, below or above)


def _about_growth(growth: TargetTerms, level: TargetTerms, implied: Decimal, sentences: Sentences) -> Finding:
    start, end = sentences.around(growth.start, growth.end)
    return Finding(
        code="growth_against_level",
        severity="warning",
        start=start,
        end=end,
        items=(growth.ref, level.ref),
        params={"growth": shown(growth), "level": shown(level), "implied": f"{implied:.1f}"},
    )
