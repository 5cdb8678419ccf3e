"""What turned since a week before, and why? Pure."""

from __future__ import annotations

from guatu.plan.reports.blocks import Block, Heading, Paragraph
from guatu.plan.reports.facts import TargetFacts
from guatu.plan.reports.judging import lights_that_moved
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages.words import say, start_of
from guatu.plan.reports.sentences import lamp_word, sentence


def changes(numbering: Numbering) -> tuple[Block, ...]:
    """Lights that got worse and better, each with the sentence of where it stands."""
    better, worse = lights_that_moved(numbering.facts)
    if not better and not worse:
        return (Paragraph(("与上周相比，没有目标的状态发生变化。",)),)
    first = say(
        "与上周相比，状态变化的目标{total}，其中转差{worse}、转好{better}。",
        numbering,
        total=("turned/total", "状态变化的目标数"),
        worse=("turned/worse", "状态转差的目标数"),
        better=("turned/better", "状态转好的目标数"),
    )
    blocks: list[Block] = [first]
    for name, targets in (("转差", worse), ("转好", better)):
        if targets:
            place = "（一）" if len(blocks) == 1 else "（二）"
            blocks.append(Heading(2, f"{place}{name}的目标"))
            blocks += [_turned(target, numbering) for target in targets]
    return tuple(blocks)


def _turned(target: TargetFacts, numbering: Numbering) -> Paragraph:
    before, after = lamp_word(target.before.light), lamp_word(target.status.light)
    lead = f"牵头单位：{target.lead}。" if target.lead else "尚未明确牵头单位。"
    told = (*start_of(target, numbering), *sentence(target, numbering))
    pieces = (f"由“{before}”转为“{after}”：", *told, f"。{lead}")
    return Paragraph(pieces, lamp=target.status.light.value)
