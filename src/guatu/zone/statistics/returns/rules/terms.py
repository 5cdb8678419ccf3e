"""Which words do the checks of a return speak in: values, facts, findings? Pure, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from guatu.base.periods import Period

Severity = Literal["block", "remark", "hint"]
"""强制: it cannot be filed so; 核实: it can, with a remark that explains it; 提示: worth a look."""

Values = Mapping[str, str | None]
"""What a return says, by item: a decimal as text, NOT_APPLICABLE, or None where nothing was reported."""

NOT_APPLICABLE = "n/a"

Source = Literal["last", "last_year", "form", "source"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the values: for which period, of which industry (GB/T 4754, C3511)."""

    period: Period
    industry: str = ""

    @property
    def division(self) -> str:
        """The division of the industry (C35)."""
        return self.industry[:3]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one item: which check (`code`), what kind of sentence tells it, what that needs.

    `remark` is what the enterprise says to it. Amounts in `params` are decimals as text; which item, form or
    source each belongs to is said beside it, so that the sentence can be made in any language.
    """

    code: str
    kind: str
    severity: Severity
    item: str
    params: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""

    @property
    def key(self) -> str:
        """Under which its remark is kept."""
        return f"{self.code}:{self.item}"

    @property
    def stops(self) -> bool:
        """Whether the return cannot be filed: it is wrong, or lacks its remark."""
        return self.severity == "block" or (self.severity == "remark" and not self.remark.strip())


def plain(amount: Decimal) -> str:
    """The amount as it is kept: no exponent, no trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
