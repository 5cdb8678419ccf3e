"""What does a promise ask for: when is it kept, and is it a limit or a goal? Pure."""

from __future__ import annotations

from decimal import Decimal

from guatu.plan.tracking.terms import TargetTerms


def reached(terms: TargetTerms, actual: Decimal) -> bool:
    """Whether the promise is kept by this amount."""
    match terms.comparator:
        case ">":
            return actual > terms.value
        case "<":
            return actual < terms.value
        case "<=":
            return actual >= terms.value if _is_fall(terms) else actual <= terms.value
        case "range" if terms.value_hi is not None and terms.better == "less":
            return actual <= terms.value_hi
        case _ if terms.better == "less" and not _is_fall(terms):
            return actual <= terms.value
        case _:
            return actual >= terms.value


def is_ceiling(terms: TargetTerms) -> bool:
    """True where less is better: an upper limit, or a measure that should fall."""
    return not _is_fall(terms) and (terms.comparator in ("<", "<=") or terms.better == "less")


def limit_of(terms: TargetTerms) -> Decimal:
    """The most that a ceiling allows."""
    return terms.value_hi if terms.comparator == "range" and terms.value_hi is not None else terms.value


def _is_fall(terms: TargetTerms) -> bool:
    return terms.kind == "reduction"
