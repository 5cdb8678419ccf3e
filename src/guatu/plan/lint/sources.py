"""Can every target be computed, and has a person looked at it?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from guatu.plan.lint.amounts import shown
from guatu.plan.lint.findings import Finding, Param, Sentences
from guatu.plan.lint.snapshot import PlanSnapshot, TargetTerms

# A binding this sure (the measure's very name) is confirmed together with its target: both stand on one card.
SURE = Decimal("0.95")


def check_confirmed(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Targets that nobody has accepted or discarded yet, as one finding."""
    waiting = [target for target in snapshot.targets if not target.confirmed]
    if waiting:
        start, end = sentences.around(waiting[0].start, waiting[0].end)
        refs = tuple(target.ref for target in waiting)
        yield Finding("not_decided", "warning", start, end, refs, {"count": len(waiting)}, blocks=True)


def check_sources(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """Targets whose actuals nothing can compute; parked ones are left alone."""
    for target in snapshot.targets:
        code = None if target.parked else source_trouble(target)
        if code:
            start, end = sentences.around(target.start, target.end)
            params: dict[str, Param] = {"target": shown(target), "measure": target.measure}
            yield Finding(code, "error", start, end, (target.ref,), params, blocks=True)


def check_reader(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """What the reader warned of: a lost plus sign, characters that could not be decoded …"""
    for warning in snapshot.warnings:
        start, end = sentences.around(warning.start, warning.end)
        params: dict[str, Param] = {"code": warning.code, "said": warning.message}
        params["text"] = snapshot.text[max(warning.start - 6, start) : min(warning.end + 6, end)][:40]
        yield Finding("reader_warning", "warning", start, end, (), params)


def source_trouble(target: TargetTerms) -> str | None:
    """Why a target has no computable source, as a code; None when it has one.

    A sure binding of a target that is still to be confirmed is no second complaint: one key confirms both.
    """
    if not target.measure:
        return "no_measure"
    if target.measure_fits is None:
        return "unknown_measure"
    if not target.measure_fits:
        return "measure_of_other_unit"
    sure = (target.measure_confidence or 0) >= SURE
    if target.measure_confirmed or (sure and not target.confirmed):
        return None
    return "measure_unconfirmed"
