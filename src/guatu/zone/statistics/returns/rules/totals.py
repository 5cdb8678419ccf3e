"""Do totals agree: of firms with what is published, of growth with its base, of a share with its label?

Pure, no Django. Amounts that are compared stand in one unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from guatu.base.quantities import round_half_up
from guatu.zone.statistics.returns.rules.terms import Finding, Severity, plain

ROUNDING = Decimal("0.05")
"""Growth is published with one decimal, so it is right up to half of it."""
NEARNESS_PERCENT = Decimal("0.2")
"""How near a total that a share implies has to be: shares are published with one decimal."""


def implied_whole(part: Decimal, share_percent: Decimal) -> Decimal:
    """The whole of which `part` is that share."""
    return part * 100 / share_percent


def find_wrong_label(
    part: Decimal, share_percent: Decimal, of: str, claims: Mapping[str, Decimal]
) -> Finding | None:
    """A figure under a wrong name, found by share and total; None where none is found.

    `part` is said to be so much percent of the measure `of`; `claims` are published amounts by measure. When
    the whole that this implies is what another measure is claimed to be, that claim bears the wrong label (a
    county's 592.4 亿元 "value added" of 2018, of which three industries with 463 亿元 were 78.2 % of output).
    """
    whole = implied_whole(part, share_percent)
    if of in claims and _near(whole, claims[of]):
        return None
    for measure, amount in claims.items():
        if measure != of and _near(whole, amount):
            said = {"value": plain(amount), "label": measure, "of": of}
            words = {"part": plain(part), "share": plain(share_percent), "whole": plain(round(whole, 1))}
            return Finding("wrong_label", "wrong_label", "remark", measure, {**said, **words})
    return None


def check_sum(
    published: Decimal, summed: Decimal, *, counted: int, asked: int, tolerance: Decimal = Decimal(0)
) -> Finding | None:
    """Whether the published total is what the firms sum to; what is beyond it was not collected (未归集).

    With every firm in, a difference is a contradiction that somebody has to explain; before, it is a hint.
    """
    difference = published - summed
    if abs(difference) <= tolerance:
        return None
    places = max(-int(published.as_tuple().exponent), 0)
    shown = {"value": published, "other": round(summed, places), "difference": round(difference, places)}
    said = {name: plain(amount) for name, amount in shown.items()}
    severity: Severity = "remark" if counted == asked or difference < 0 else "hint"
    firms = {"counted": str(counted), "asked": str(asked)}
    return Finding("total_differs", "total_differs", severity, "", {**said, **firms})


def check_growth(level: Decimal, base: Decimal, growth: Decimal) -> Finding | None:
    """Whether a stated growth is the level against its comparable base, as far as rounding allows."""
    if base <= 0:
        return None
    computed = (level / base - 1) * 100
    if abs(computed - growth) <= ROUNDING:
        return None
    said = {"value": plain(growth), "expected": plain(round_half_up(computed, 1))}
    of = {"level": plain(level), "base": plain(base)}
    return Finding("growth_differs", "growth_differs", "remark", "", {**said, **of})


def check_divisions(total: Decimal, divisions: Mapping[str, Decimal | None]) -> Finding | None:
    """Whether the divisions of industry sum to the total; None while one of them is masked."""
    amounts = [amount for amount in divisions.values() if amount is not None]
    if len(amounts) < len(divisions) or sum(amounts) == total:
        return None
    summed = sum(amounts, Decimal(0))
    said = {"value": plain(total), "other": plain(summed), "difference": plain(total - summed)}
    return Finding("divisions_differ", "divisions_differ", "remark", "", said)


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(other) * NEARNESS_PERCENT / 100
