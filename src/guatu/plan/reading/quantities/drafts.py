"""What is known of a number while its sentence is being read?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guatu.plan.reading.model import Kind, Span
from guatu.plan.reading.quantities.grammar import Left
from guatu.plan.reading.quantities.phrases import Phrase


@dataclass(slots=True)
class Draft:
    """A phrase and what was made of it so far; `from_head`: what is counted stands after the number."""

    phrase: Phrase
    left: Left
    subject: str
    kind: Kind
    reason: str | None
    from_head: bool
    parent: Span | None = None

    @property
    def span(self) -> Span:
        """Where the number stands."""
        return Span(self.phrase.mention.start, self.phrase.mention.end)

    @property
    def amount(self) -> Decimal:
        """The number in its common unit."""
        return self.phrase.mention.value * self.phrase.mention.scale
