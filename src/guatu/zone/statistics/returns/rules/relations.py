"""Which relations must hold between items, forms and sources? They are data (checks.toml). Pure, no Django.

A relation compares two weighted sums of terms. A term is an item of a form (`finance.revenue`), the same in
the period before or a year before (`last.output`), or what another source says (`source.electricity`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from guatu.base.errors import GuatuError
from guatu.zone.statistics.returns.rules.terms import Facts, Finding, Severity, plain

CHECKS_FILE = Path(__file__).with_name("checks.toml")
CONSTANT = "constant"

Kind = Literal["equal", "at_most", "ratio"]
Amounts = Mapping[str, Decimal | None]
"""Amounts by qualified term; None where it does not apply, which adds nothing."""

Weights = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation (审核关系) with its source and the day from which it holds.

    equal: left = right within `tolerance` (in the unit of left) or `tolerance_percent`. at_most: left ≤ right
    with the same tolerance. ratio: `low` ≤ scale · left / right ≤ `high`, in `unit`; `bands` give other
    limits for a division of industry; `per_month` divides by the months of the period.
    """

    code: str
    kind: Kind
    severity: Severity
    left: Weights
    right: Weights
    name_zh: str
    name_en: str
    source: str
    valid_from: date
    valid_to: date | None = None
    tolerance: Decimal = Decimal(0)
    tolerance_percent: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None
    scale: Decimal = Decimal(1)
    unit: str = ""
    per_month: bool = False
    bands: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    todo_zh: str = ""
    todo_en: str = ""

    def name(self, language: str) -> str:
        """What must hold, in the reader's language (a language code)."""
        return self.name_en if language.startswith("en") else self.name_zh

    def todo(self, language: str) -> str:
        """What to do where it does not hold; "" where the severity says enough."""
        return self.todo_en if language.startswith("en") else self.todo_zh

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def terms_of(self, form: str) -> tuple[str, ...]:
        """The items of that form that it speaks of, in its order."""
        prefix = f"{form}."
        return tuple(t.removeprefix(prefix) for t in (*self.left, *self.right) if t.startswith(prefix))


def check_relations(form: str, amounts: Amounts, facts: Facts) -> list[Finding]:
    """What breaks the relations that speak of this form, as far as their terms are known."""
    found = (
        _check(relation, form, amounts, facts)
        for relation in relations_of(form)
        if relation.holds_on(facts.period.end)
    )
    return [finding for finding in found if finding is not None]


@cache
def relations_of(form: str) -> tuple[Relation, ...]:
    """All relations in which an item of the form occurs."""
    return tuple(relation for relation in all_relations() if relation.terms_of(form))


@cache
def all_relations() -> tuple[Relation, ...]:
    """The relations of checks.toml; read once per process."""
    return read_relations(CHECKS_FILE.read_text("utf-8"))


@cache
def outside_terms(form: str) -> tuple[str, ...]:
    """What the relations of a form ask of other forms and sources: finance.revenue, source.electricity."""
    terms = (term for relation in relations_of(form) for term in (*relation.left, *relation.right))
    own = (f"{form}.", "last.", "last_year.", CONSTANT)
    return tuple(dict.fromkeys(term for term in terms if not term.startswith(own)))


def _check(relation: Relation, form: str, amounts: Amounts, facts: Facts) -> Finding | None:
    left, right = _sum(relation.left, amounts), _sum(relation.right, amounts)
    if left is None or right is None:
        return None
    item = relation.terms_of(form)[0]
    if relation.kind == "ratio":
        return _check_ratio(relation, item, left, right, facts)
    slack = max(relation.tolerance, abs(right) * relation.tolerance_percent / 100)
    broken = left - right > slack if relation.kind == "at_most" else abs(left - right) > slack
    if not broken:
        return None
    said = {"left": plain(left), "right": plain(right), "difference": plain(left - right)}
    return Finding(relation.code, relation.kind, relation.severity, item, said)


def _check_ratio(
    relation: Relation, item: str, left: Decimal, right: Decimal, facts: Facts
) -> Finding | None:
    if right <= 0:
        return None  # nothing to divide by is for other checks to tell
    months = facts.period.months if relation.per_month else 1
    ratio = relation.scale * left / (right * months)
    low, high = relation.bands.get(facts.division, (relation.low, relation.high))
    if (low is None or ratio >= low) and (high is None or ratio <= high):
        return None
    said = {
        "left": plain(left),
        "right": plain(right),
        "ratio": plain(round(ratio, 2)),
        "unit": relation.unit,
    }
    limits = {"low": "" if low is None else plain(low), "high": "" if high is None else plain(high)}
    return Finding(relation.code, relation.kind, relation.severity, item, {**said, **limits})


def _sum(weights: Weights, amounts: Amounts) -> Decimal | None:
    """The weighted sum; None as soon as a term is unknown, because a missing number is not zero."""
    total = Decimal(0)
    for term, weight in weights.items():
        if term == CONSTANT:
            total += weight
        elif term not in amounts:
            return None
        else:
            total += weight * (amounts[term] or 0)
    return total


def read_relations(text: str) -> tuple[Relation, ...]:
    """The relations of a file; GuatuError `bad_relation` for a misspelt key, which would switch one off."""
    table = cast("dict[str, list[dict[str, object]]]", tomllib.loads(text))
    return tuple(_relation(each) for each in table["check"])


def _relation(table: Mapping[str, object]) -> Relation:
    code, form = str(table.get("code")), str(table.get("form", ""))
    unknown = set(table) - set(Relation.__dataclass_fields__) - {"form"}
    if unknown or table.get("kind") not in get_args(Kind) or table.get("severity") not in get_args(Severity):
        raise GuatuError("bad_relation", f"check {code}: look at kind, severity and keys {sorted(unknown)}")
    bands = cast("Mapping[str, Sequence[str]]", table.get("bands", {}))
    return Relation(
        code=code,
        kind=cast("Kind", table["kind"]),
        severity=cast("Severity", table["severity"]),
        left=_weights(table["left"], form),
        right=_weights(table["right"], form),
        name_zh=str(table["name_zh"]),
        name_en=str(table["name_en"]),
        source=str(table["source"]),
        valid_from=cast("date", table["valid_from"]),
        valid_to=cast("date | None", table.get("valid_to")),
        tolerance=Decimal(str(table.get("tolerance", "0"))),
        tolerance_percent=Decimal(str(table.get("tolerance_percent", "0"))),
        low=_limit(table.get("low")),
        high=_limit(table.get("high")),
        scale=Decimal(str(table.get("scale", "1"))),
        unit=str(table.get("unit", "")),
        per_month=bool(table.get("per_month", False)),
        bands={division: (Decimal(low), Decimal(high)) for division, (low, high) in bands.items()},
        todo_zh=str(table.get("todo_zh", "")),
        todo_en=str(table.get("todo_en", "")),
    )


def _limit(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _weights(terms: object, form: str) -> Weights:
    weights = terms if isinstance(terms, dict) else dict.fromkeys(cast("Sequence[str]", terms), "1")
    return {_qualified(term, form): Decimal(str(weight)) for term, weight in weights.items()}


def _qualified(term: str, form: str) -> str:
    return term if "." in term or term == CONSTANT else f"{form}.{term}"
