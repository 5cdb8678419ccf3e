"""How do things stand on the whole? Pure."""

from __future__ import annotations

from guatu.plan.reports.blocks import Block, Legend, Paragraph, Piece
from guatu.plan.reports.judging import GOOD, SLOW, UNTOLD
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages.words import listed, say
from guatu.plan.reports.sentences import lamp_word, until
from guatu.plan.tracking.lights import Light

SHOWN_ORDER = (
    *(Light.DONE, Light.KEPT, Light.ON_TRACK, Light.AT_RISK, Light.BEHIND, Light.BROKEN),
    *(Light.NOT_STARTED, Light.STALE),
)


def overview(numbering: Numbering) -> tuple[Block, ...]:
    """All targets by their lights, and which headline targets lag."""
    return (_counts(numbering), _headlines(numbering), legend(numbering))


def legend(numbering: Numbering) -> Legend:
    """What the shapes of the lights mean, of those that are in the report."""
    shown = {target.status.light for target in numbering.facts.targets}
    return Legend(tuple((light.value, lamp_word(light)) for light in SHOWN_ORDER if light in shown))


def _counts(numbering: Numbering) -> Paragraph:
    facts = numbering.facts
    start = (
        until(facts.span.figures, facts)
        if facts.span.figures
        else f"截至{facts.day.month}月{facts.day.day}日"
    )
    total = numbering.number("lights/total", "年度目标数")
    pieces: list[Piece] = [f"{start}，{facts.year}年度工作计划", total, "量化目标中，"]
    shown = {target.status.light for target in facts.targets}
    for light in (each for each in SHOWN_ORDER if each in shown):
        pieces += [
            lamp_word(light),
            numbering.number(f"lights/{light.value}", f"{lamp_word(light)}的目标数"),
            "，",
        ]
    pieces[-1] = "。"
    return Paragraph(tuple(pieces))


def _headlines(numbering: Numbering) -> Paragraph:
    facts = numbering.facts
    good, slow, untold = ("+".join(sorted(lights)) for lights in (GOOD, SLOW, UNTOLD))
    slow_names = [target.name for target in facts.headlines if target.status.light in SLOW]
    untold_names = [target.name for target in facts.headlines if target.status.light in UNTOLD]
    template = "{total}主要预期目标中，{good}达到或快于进度要求"
    template += "；{slow}慢于进度要求，分别是{slow_names}" if slow_names else "，没有慢于进度要求的目标"
    template += "；{untold}暂不能评价，分别是{untold_names}。" if untold_names else "。"
    return say(
        template,
        numbering,
        total=("headlines/total", "主要预期目标数"),
        good=(f"headlines/{good}", "达到或快于进度的主要预期目标数"),
        slow=(f"headlines/{slow}", "慢于进度的主要预期目标数"),
        untold=(f"headlines/{untold}", "暂不能评价的主要预期目标数"),
        slow_names=listed(slow_names),
        untold_names=listed(untold_names),
    )
