"""What is wrong with a plan? All rules, in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guatu.plan.lint.amounts import check_growth, check_parts, check_sums
from guatu.plan.lint.findings import Finding, Sentences
from guatu.plan.lint.owners import check_deadlines, check_owners
from guatu.plan.lint.repeats import check_other_plans, check_repeats
from guatu.plan.lint.snapshot import PlanSnapshot
from guatu.plan.lint.sources import check_confirmed, check_reader, check_sources

Rule = Callable[[PlanSnapshot, Sentences], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    check_confirmed,
    check_sources,
    check_sums,
    check_parts,
    check_growth,
    check_repeats,
    check_other_plans,
    check_owners,
    check_deadlines,
    check_reader,
)
_ORDER = {"error": 0, "warning": 1, "note": 2}


def check_plan(snapshot: PlanSnapshot) -> tuple[Finding, ...]:
    """All findings: what blocks publication first, then by severity and place in the text."""
    sentences = Sentences(snapshot.text)
    found = [finding for rule in RULES for finding in rule(snapshot, sentences)]
    return tuple(sorted(found, key=lambda f: (not f.blocks, _ORDER[f.severity], f.start, f.code)))
