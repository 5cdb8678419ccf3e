"""Which returns of a month are not in order? Some are late, some wait, some go back. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import cycle
from typing import Literal

from guatu.zone.statistics.returns.demo.firms import Firm
from guatu.zone.statistics.returns.demo.values import Values

At = tuple[int, int]
Trouble = Literal["none", "draft", "waiting", "returned"]

JUNE: At = (2019, 6)
LATE_AT: At = (2019, 10)
"""For this month four middling works file weeks after their day: the sums are short of what is published."""

_OF_JUNE: Mapping[str, Mapping[Trouble, int]] = {
    "industrial_output": {"none": 2, "draft": 2, "waiting": 5, "returned": 4},
    "energy": {"none": 3, "draft": 1, "waiting": 6, "returned": 3},
    "finance": {"none": 9, "draft": 4, "waiting": 32, "returned": 5},
    "services_income": {"none": 4, "draft": 2, "waiting": 7, "returned": 3},
    "employment": {"none": 14, "draft": 3, "waiting": 45, "returned": 2},
}
# Three firms at least: of fewer the sums that are released again would tell what they reported.
_LATER: Mapping[str, Mapping[Trouble, int]] = {
    "industrial_output": {"none": 2, "returned": 3},
    "energy": {"none": 2, "returned": 2},
    "finance": {"none": 4, "draft": 1, "returned": 3},
    "services_income": {"none": 3, "returned": 2},
    "employment": {"none": 5, "returned": 2},
}
OF_ACCOUNTS: Mapping[str, tuple[Trouble, ...]] = {
    "industrial_output": ("none", "returned"),
    "services_income": ("none",),
    "finance": ("none",),
}
"""What firms with an account in the portal still have to do in July, in turn: there is something to try."""

REASON = "请按填报说明核对后重新报送。"
QUESTION = "与上月相比变化很大，请核对单位和口径。"
ANSWER = "已核对，按更正后的数据报送。"


def troubles_of(form: str, at: At, firms: Sequence[Firm], accounts: Collection[int]) -> dict[int, Trouble]:
    """By key of the firm what is not in order about its return of the form; the others are verified."""
    if at < JUNE:
        return {}
    with_account = sorted((f for f in firms if f.entity.id in accounts), key=lambda f: f.entity.uscc)
    keys = [firm.entity.id for firm in with_account]
    found = dict(zip(keys, cycle(OF_ACCOUNTS.get(form, ()) if at == JUNE else ()), strict=False))
    # Small firms, every fourth: the large ones are in, or the sums would say little.
    others = sorted((f for f in firms if f.entity.id not in accounts), key=lambda f: (f.size, f.entity.uscc))
    waiting = others[(at[1] + 1) % 4 :: 4]
    if (form, at) == ("industrial_output", LATE_AT):
        waiting = others[len(others) * 6 // 10 :: 5]
        found |= {firm.entity.id: "none" for firm in waiting[:4]}
        return found
    for trouble, count in (_OF_JUNE if at == JUNE else _LATER).get(form, {}).items():
        for firm in waiting[:count]:
            found[firm.entity.id] = trouble
        waiting = waiting[count:]
    return found


def mistaken(form: str, values: Values) -> Values:
    """The values with a slip such as people make: 元 for 千元, goods shipped twice, a wrong month."""
    if form == "industrial_output":
        return {**values, "sales": _times(values["sales"], 2), "stock": _times(values["stock"], 1000)}
    if form == "energy":
        return {**values, "electricity": _times(values["electricity"], 10)}
    if form == "services_income":
        return {**values, "income_month": values["income"]}
    if form == "employment":
        return {**values, "wages_total": _times(values["wages_total"], 12)}
    return {**values, "revenue_last_year": _times(values["revenue_last_year"], 10)}


def unfinished(values: Values) -> Values:
    """The first lines of a return that somebody began to fill in."""
    return dict(list(values.items())[: len(values) // 2])


def _times(text: str | None, factor: int) -> str:
    whole, _dot, rest = (text or "0").partition(".")
    return str((int(whole) * 100 + int((rest + "00")[:2])) * factor // 100)
