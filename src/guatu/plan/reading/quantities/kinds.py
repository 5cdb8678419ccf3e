"""Which kind of figure is it: level, count, increment, growth, reduction or ratio?"""

from __future__ import annotations

import re

from guatu.plan.reading.model import Kind
from guatu.plan.reading.quantities.grammar import Left, grows_inside
from guatu.plan.reading.quantities.lexicon import pattern
from guatu.plan.reading.quantities.phrases import Phrase

_GROWTH_AFTER = re.compile(rf"^的?{pattern('growth', 'nouns')}")
_OUT_OF_POVERTY = re.compile(r"^[^,;。]{0,16}(?:脱贫|减贫)(?!村|县|攻坚|人口)")
_SHARES = frozenset({"percent", "permille"})
_STOCK = re.compile(r"(?:总数|总量|总额|存量|保有量|拥有量|申请量|授权量|存栏|出栏|人数|床位|储备量)$")
_HAPPENS = re.compile(pattern("nouns", "happenings"))
_HEADS = re.compile(r"人数|总量|总数|规模|人口|队伍|人才|用户|学生数|党员|会员")
_SERVED = re.compile(r"培训|体检|服务|救助|资助|义诊|轮训")


def kind_of(phrase: Phrase, left: Left, *, from_head: bool) -> Kind:
    """The kind that the words and the unit give the number; `from_head`: what is counted follows it."""
    family = phrase.mention.family
    if family in _SHARES:
        return _kind_of_share(phrase, left)
    if family == "ratio":
        return "ratio"
    if family in {"people", "count", "bare"} and (
        _OUT_OF_POVERTY.search(phrase.rest) or "脱贫" in left.subject[-4:]
    ):
        return "reduction"
    if left.verb == "reduction" and not left.reaches:
        return "reduction"
    if left.verb in {"increment", "growth"} and not left.reaches:
        return "increment"
    return _kind_of_amount(phrase, left, from_head)


def _kind_of_share(phrase: Phrase, left: Left) -> Kind:
    if _GROWTH_AFTER.match(phrase.right):
        return "growth"
    if left.verb == "reduction":
        return "reduction"
    if left.verb in {"growth", "increment"}:
        return "growth" if phrase.mention.family == "percent" else "ratio"
    if left.verb is None and grows_inside(left.subject) and phrase.mention.family == "percent":
        return "growth" if re.search(r"增长|增速|增幅|涨幅", left.subject[-8:]) else "ratio"
    return "ratio"


def _kind_of_amount(phrase: Phrase, left: Left, from_head: bool) -> Kind:
    family = phrase.mention.family
    if family == "count":
        reached = (left.reaches or left.comparator == ">") and not _HAPPENS.search(left.subject)
        stock = not from_head and (reached or _STOCK.search(left.subject))
        return "level" if stock else "count"
    if family == "people":
        return "level" if not from_head and left.reaches and _HEADS.search(left.subject) else "count"
    if family == "visits":
        return "count" if _SERVED.search(left.subject + phrase.right) else "level"
    return "increment" if family == "points" else "level"
