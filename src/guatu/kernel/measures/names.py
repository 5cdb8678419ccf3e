"""Which measure do these words mean? Binding by name, unit and kind of target; pure, no Django.

A name alone is not enough: 进出口总额 is one measure in dollars and another in yuan. An exact name binds with
confidence 1; a similar one with less, and a person confirms it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from guatu.base.errors import GuatuError
from guatu.base.quantities import unit
from guatu.kernel.measures.catalogue import Measure

SIMILAR = 86.0
"""Similarity (0–100) from which a name is proposed; below it a wrong measure is likelier than a right one."""

_PUNCTUATION = re.compile(r"[^\w.&+%]|_")
_SCOPE = re.compile(
    r"^(?:20\d\d年|全年|年度|力争|实现|完成|确保|全市|全区|全县|全省|全旗|全州|全盟|全园|园区|本市|我市|我区|我县|辖区|区本级|市本级|县本级)+"
)
_GROWTH_WORDS = re.compile(r"(?:同比)?(?:增长率|增长速度|增长|增速|增幅|涨幅)$")
_SAME_WORDS = (
    ("规上", "规模以上"),
    ("限上", "限额以上"),
    ("r&d", "研发"),
    ("研究与试验发展", "研发"),
    ("生产总值", "gdp"),
    ("地区gdp", "gdp"),
    ("国内gdp", "gdp"),
)
_MOVING = frozenset({"flow", "stock", "count", "ratio"})


@dataclass(frozen=True, slots=True)
class Binding:
    """A measure that a name may mean; `confidence` in [0, 1], 1 = the very name and only this measure."""

    measure: Measure
    confidence: float


@lru_cache(maxsize=20_000)
def normalise_name(name: str) -> str:
    """A name without what does not tell measures apart: width, case, marks, area (全市 …), short forms."""
    plain = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name).casefold())
    for short, full in _SAME_WORDS:
        plain = plain.replace(short, full)
    plain = re.sub(r"规模(?!以)(?=工业|服务业|企业)", "规模以上", plain)
    return _SCOPE.sub("", plain) or plain


class MeasureNames:
    """The names of a set of measures, made ready for looking up."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._by_name: dict[str, list[Measure]] = {}
        for measure in measures:
            for name in dict.fromkeys(normalise_name(n) for n in measure.names):
                self._by_name.setdefault(name, []).append(measure)
        self._names = tuple(self._by_name)

    def find(self, name: str, unit_code: str, kind: str = "") -> tuple[Binding, ...]:
        """The measures that `name` may mean for a value in that unit, surest first; () when none.

        `kind` is the reader's kind of target (level, count, increment, growth, reduction, ratio) or "" for
        a published figure. Of two subjects that share a number (“甲;乙”) the first that is known binds.
        """
        whole = self._exact(name, unit_code, kind)
        if whole or ";" not in name:
            return whole or self._similar(name, unit_code, kind)
        parts = (self.find(part, unit_code, kind) for part in name.split(";") if part)
        found = next((part for part in parts if part), ())
        return tuple(Binding(b.measure, round(b.confidence * 0.8, 2)) for b in found)

    def named(self, name: str) -> tuple[Measure, ...]:
        """The measures that bear exactly this name, whatever their unit."""
        return tuple(self._by_name.get(normalise_name(name), ()))

    def nearest(self, name: str, limit: int = 3) -> tuple[Measure, ...]:
        """The measures with the most similar names, whatever their unit: what a person may have meant."""
        hits = process.extract(
            normalise_name(name), self._names, scorer=fuzz.ratio, limit=limit * 4, score_cutoff=40
        )
        found = dict.fromkeys(measure for hit, _, _ in hits for measure in self._by_name[hit])
        return tuple(found)[:limit]

    def _exact(self, name: str, unit_code: str, kind: str) -> tuple[Binding, ...]:
        plain = normalise_name(name)
        for candidate in dict.fromkeys((plain, _GROWTH_WORDS.sub("", plain))):
            fitting = [m for m in self._by_name.get(candidate, ()) if accepts(m, unit_code, kind)]
            if fitting:
                sure = 1.0 if len(fitting) == 1 else 0.8
                return tuple(Binding(m, sure) for m in fitting)
        return ()

    def _similar(self, name: str, unit_code: str, kind: str) -> tuple[Binding, ...]:
        plain = _GROWTH_WORDS.sub("", normalise_name(name))
        best: dict[str, Binding] = {}
        for hit, score, _ in process.extract(
            plain, self._names, scorer=fuzz.ratio, limit=8, score_cutoff=SIMILAR
        ):
            for measure in self._by_name[hit]:
                if accepts(measure, unit_code, kind) and measure.code not in best:
                    best[measure.code] = Binding(measure, round(score / 100 * 0.9, 2))
        return tuple(best.values())


def accepts(measure: Measure, unit_code: str, kind: str = "") -> bool:
    """True when a value in that unit, in a target of that kind, can be a value of `measure`.

    Growth in percent fits every measure whose growth is published; a fall in percent fits a measure of a
    fall, or one whose growth can be negative; percentage points fit shares.
    """
    wanted, given = dimension_of(measure.unit), dimension_of(unit_code)
    if kind == "growth" and given == "share":
        return measure.kind == "growth" or measure.kind in _MOVING
    if kind == "reduction" and given == "share":
        return measure.kind == "reduction" or (measure.kind in _MOVING and wanted != "share")
    if given == "percentage_point":
        return wanted == "share" and measure.kind in ("ratio", "coverage")
    if kind == "ratio" and given == "share":
        return wanted == "share" and measure.kind in ("ratio", "coverage")
    return wanted == given


@lru_cache(maxsize=2_000)
def dimension_of(unit_code: str) -> str:
    """The dimension of a unit, "" for one that is not known."""
    try:
        return unit(unit_code).dimension
    except GuatuError:
        return ""
