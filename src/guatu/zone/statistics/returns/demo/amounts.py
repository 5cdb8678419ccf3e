"""How is a published figure shared among firms so that their sum is exactly the figure? Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guatu.zone.statistics.returns.demo.firms import Firm


def share(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole units by weight; what rounding leaves goes to the largest remainders."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(amount) for amount in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


@dataclass(frozen=True, slots=True)
class Published:
    """The cumulative series of a measure in whole units, by year and month; and its comparable bases."""

    level: Mapping[tuple[int, int], int]
    base: Mapping[tuple[int, int], int]


Series = dict[int, dict[tuple[int, int], int]]
"""By firm and by year and month: the cumulative amount."""

LEAVING_SHARE = 0.03
"""The share of last year's level that the firms had which are no longer in the list."""
NEWCOMERS_GROW = 1.25


def spread(published: Published, firms: Sequence[Firm]) -> tuple[Series, Series]:
    """What each firm reports, and what it re-reports for the year before; both sums are the published.

    What a firm re-reports in 2019 is what it had reported in 2018. The base of 2019 is another than the level
    of 2018 by the firms that left the list, less what those that came had made in the year before.
    """
    now: Series = {firm.entity.id: {} for firm in firms}
    before: Series = {firm.entity.id: {} for firm in firms}
    steady, all_new, left = ([f for f in firms if f.listing == each] for each in ("steady", "new", "left"))
    for at in sorted(published.level):
        year, month = at
        new = [firm for firm in all_new if firm.reports(at)]
        if year == 2018:
            gone = round(published.level[at] * LEAVING_SHARE)
            _give(now, at, left, gone, grown=False)
            _give(now, at, steady, published.level[at] - gone, grown=False)
            _give(before, at, [*steady, *left], published.base[at], grown=False)
            continue
        for firm in steady:
            before[firm.entity.id][at] = now[firm.entity.id][2018, month]
        came = published.base[at] - sum(before[firm.entity.id][at] for firm in steady)
        _give(before, at, new, came, grown=False)
        _give(now, at, new, round(came * NEWCOMERS_GROW), grown=True)
        _give(now, at, steady, published.level[at] - round(came * NEWCOMERS_GROW), grown=True)
    return now, before


def _give(series: Series, at: tuple[int, int], firms: Sequence[Firm], total: int, *, grown: bool) -> None:
    weights = [firm.size * (firm.growth if grown else 1) for firm in firms]
    for firm, amount in zip(firms, share(total, weights), strict=True):
        series[firm.entity.id][at] = amount
