"""Can every target be computed, and has a person looked at it?"""

from __future__ import annotations

from collections.abc import Iterator

from guatu.plan.lint.amounts import shown
from guatu.plan.lint.findings import Finding, Sentences
from guatu.plan.lint.snapshot import PlanSnapshot, TargetTerms
from guatu.plan.lint.units import comparable


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
            params = {"target": shown(target), "measure": target.measure}
            yield Finding(code, "error", start, end, (target.ref,), {**params}, blocks=True)


def check_reader(snapshot: PlanSnapshot, sentences: Sentences) -> Iterator[Finding]:
    """What the reader warned of: a lost plus sign, characters that could not be decoded …"""
    for warning in snapshot.warnings:
        start, end = sentences.around(warning.start, warning.end)
        params = {"code": warning.code, "said": warning.message}
        params["text"] = snapshot.text[warning.start : warning.end][:40]
        yield Finding("reader_warning", "warning", start, end, (), {**params})


def source_trouble(target: TargetTerms) -> str | None:
    """Why a target has no computable source, as a code; None when it has one.

    A sure binding of a target that is still to be confirmed is not complained of twice: it is confirmed with it.
    """
    if not target.measure:
        return "no_measure"
    if target.measure_unit is None:
        return "unknown_measure"
    if not _fits(target, target.measure_unit):
        return "measure_of_other_unit"
    sure = (target.measure_confidence or 0) >= SURE
    if target.measure_confirmed or (sure and not target.confirmed):
        return None
    return "measure_unconfirmed"


# As sure as that, a binding is confirmed together with its target.
SURE = 0.8


def _fits(target: TargetTerms, measure_unit: str) -> bool:
    # A rate of change is computed from the measure's own figures, whatever they are counted in.
    return target.kind in ("growth", "reduction") or comparable(target.unit, measure_unit)
