"""Do the figures add up, and how much of what was published did firms report? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from guatu.plan.reports.blocks import Block, Cell, Column, Heading, Paragraph, Piece, Table
from guatu.plan.reports.facts import PairFacts, SumFacts
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages.words import cell
from guatu.plan.reports.readings import read, same_period


def checks(numbering: Numbering) -> tuple[Block, ...]:
    """Sums of the plan, published figures beside what firms reported, and what the zone counts itself."""
    facts = numbering.facts
    blocks: list[Block] = []
    for title, its in (
        ("计划内恒等关系", [_sum(numbering, each) for each in facts.sums]),
        ("公布数与企业汇总数", _pairs(numbering, facts.pairs)),
        ("企业培育与市场主体", _counts(numbering)),
    ):
        if its:
            place = "一二三"[sum(isinstance(block, Heading) for block in blocks)]
            blocks += [Heading(2, f"（{place}）{title}"), *its]
    return tuple(blocks) or (Paragraph(("本期没有可核对的数据。",)),)


def _sum(numbering: Numbering, found: SumFacts) -> Paragraph:
    parts = "＋".join(found.parts)
    if found.check is None:
        return Paragraph((f"{found.whole}＝{parts}：构成项数据不全，暂不能核对。",))
    key, name = f"sum/{found.pk}", f"{found.whole}核对"
    pieces: list[Piece] = [f"{found.check.period.name_zh}，{found.whole}"]
    pieces += [numbering.number(f"{key}/whole", f"{name}：总数"), "，"]
    for place, part in enumerate(found.parts):
        pieces += [f"{part}", numbering.number(f"{key}/{place}", f"{name}：{part}"), "，"]
    if found.check.difference.amount == 0:
        pieces.append("两者相符。" if len(found.parts) == 1 else "各构成项之和与总数相符。")
    else:
        pieces += ["总数与各构成项之和相差", numbering.number(f"{key}/difference", f"{name}：差额")]
        pieces.append("，在四舍五入误差以内。" if found.check.holds else "，不相符，请牵头单位核实。")
    return Paragraph(tuple(pieces))


def _pairs(numbering: Numbering, pairs: Sequence[PairFacts]) -> list[Block]:
    both = [pair for pair in pairs if pair.figure and pair.collected and same_period(pair)]
    if not both:
        return []
    columns = (
        Column("指标", 3.4),
        Column("期间", 2.1, "center"),
        Column("公布数", 2.0, "right"),
        Column("企业汇总数", 2.0, "right"),
        Column("未归集", 1.8, "right"),
        Column("归集率", 1.7, "right"),
    )
    return [Table("表4　公布数与企业报表汇总数", columns, tuple(_pair(numbering, pair) for pair in both))]


def _pair(numbering: Numbering, pair: PairFacts) -> tuple[Cell, ...]:
    key, name = f"pair/{pair.published.code}", pair.published.name_zh
    period = pair.figure.period.name_zh if pair.figure else ""
    return (
        cell(name),
        cell(period),
        cell(numbering.number(f"{key}/published", f"{name}：公布数")),
        cell(numbering.number(f"{key}/collected", f"{name}：企业汇总数")),
        cell(numbering.number(f"{key}/gap", f"{name}：未归集")),
        cell(numbering.number(f"{key}/share", f"{name}：归集率")),
    )


def _counts(numbering: Numbering) -> list[Block]:
    pieces: list[Piece] = []
    for count in numbering.facts.counts:
        if count.observation is None:
            continue
        key = f"measure/{count.measure.code}/{count.observation.period.code}"
        if read(key, numbering.facts).amount is None:
            continue
        name = count.measure.name_zh.replace("（本系统登记）", "")
        pieces += [name, numbering.number(key, count.measure.name_zh), "；"]
    if not pieces:
        return []
    first = next(count.observation for count in numbering.facts.counts if count.observation)
    return [Paragraph((f"截至{first.period.last_month}月底，按系统登记，", *pieces[:-1], "。"))]
