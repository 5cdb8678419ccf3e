"""Does a plan hold together? Pure rules over a typed snapshot of it; no Django, no database."""

from guatu.plan.lint.check import check_plan
from guatu.plan.lint.findings import Finding, Severity
from guatu.plan.lint.identities import Sum, find_identities
from guatu.plan.lint.snapshot import (
    IdentityTerms,
    OtherTarget,
    PlanSnapshot,
    ReaderWarning,
    SectionTerms,
    TargetTerms,
    TaskTerms,
)

__all__ = [
    "Finding",
    "IdentityTerms",
    "OtherTarget",
    "PlanSnapshot",
    "ReaderWarning",
    "SectionTerms",
    "Severity",
    "Sum",
    "TargetTerms",
    "TaskTerms",
    "check_plan",
    "find_identities",
]
