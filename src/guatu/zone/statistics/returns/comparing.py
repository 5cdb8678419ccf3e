"""How do the sums of firms stand to what was published: how much was not collected, do the growths agree?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.zone.statistics.returns.measures import MEASURES, ReturnMeasure
from guatu.zone.statistics.returns.models import ReleasedSums
from guatu.zone.statistics.returns.rules.terms import Finding
from guatu.zone.statistics.returns.rules.totals import check_growth, check_sum


@dataclass(frozen=True, slots=True)
class Comparison:
    """One period of a measure: what was published, what firms sum to, what lies between, what is odd.

    The amounts stand in the published measure's unit; `difference` is published less summed.
    """

    published: Measure
    summed: Measure
    period: Period
    published_amount: Quantity
    summed_amount: Quantity
    counted: int
    asked: int
    findings: tuple[Finding, ...]

    @property
    def difference(self) -> Quantity:
        """What is published beyond what firms reported: not collected."""
        return self.published_amount - self.summed_amount

    @property
    def summed_shown(self) -> Quantity:
        """The sum with as many digits as were published: more would claim what no paper says."""
        return self._as_published(self.summed_amount)

    @property
    def difference_shown(self) -> Quantity:
        """The difference with as many digits as were published."""
        return self._as_published(self.difference)

    def _as_published(self, quantity: Quantity) -> Quantity:
        places = min(int(self.published_amount.amount.as_tuple().exponent), 0)
        return Quantity(round(quantity.amount, -places), quantity.unit)


def compared_with_published(known_at: datetime, *, since: Period | None = None) -> Sequence[Comparison]:
    """Every period for which both are known, by measure, the newest first."""
    codes = [code for told in MEASURES if told.published for code in (told.measure.code, told.published)]
    known = registry.observations_of(codes, known_at=known_at)
    releases = {
        (row.form_code, row.period): row
        for row in ReleasedSums.objects.filter(released_at__lte=known_at)
        .order_by("revision")
        .only("form_code", "period", "counted", "asked")
    }
    found: list[Comparison] = []
    for told in MEASURES:
        published = {o.period: o for o in known.get(told.published, ())}
        for summed in reversed(known[told.measure.code] if told.published else ()):
            release = releases.get((told.form, summed.period.code))
            other = published.get(summed.period)
            if release is not None and other is not None and (since is None or summed.period >= since):
                found += _compared(told, other, summed, release)
    return found


def _compared(
    told: ReturnMeasure, published: Observation, summed: Observation, release: ReleasedSums
) -> list[Comparison]:
    if not isinstance(published.value, Quantity) or not isinstance(summed.value, Quantity):
        return []
    amount = summed.value.to(published.value.unit)
    total = check_sum(published.value.amount, amount.amount, counted=release.counted, asked=release.asked)
    growth = None
    if published.comparable_base is not None and published.growth is not None:
        base = published.comparable_base.to(published.value.unit)
        growth = check_growth(published.value.amount, base.amount, published.growth)
    findings = tuple(finding for finding in (total, growth) if finding is not None)
    return [
        Comparison(
            published=registry.get(told.published),
            summed=told.measure,
            period=summed.period,
            published_amount=published.value,
            summed_amount=amount,
            counted=release.counted,
            asked=release.asked,
            findings=findings,
        )
    ]
