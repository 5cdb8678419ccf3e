"""Which small pieces do all passages share? Pure."""

from __future__ import annotations

from collections.abc import Iterable

from guatu.plan.reports.blocks import Cell, Paragraph, Piece
from guatu.plan.reports.facts import TargetFacts
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.sentences import fill, number_of, sentence, until, words

NUMERALS = "零一二三四五六七八九十"


def numeral(number: int) -> str:
    """The number in Chinese numerals, up to 99: 一, 十二, 二十."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def say(template: str, numbering: Numbering, **holes: tuple[str, str] | str) -> Paragraph:
    """A paragraph of a template: a hole is a word, or (key, what the list says of it) for a number."""

    def value_of(hole: str) -> Piece:
        given = holes[hole]
        return given if isinstance(given, str) else numbering.number(*given)

    return Paragraph(fill(template, value_of))


def target_paragraph(target: TargetFacts, numbering: Numbering) -> Paragraph:
    """A target's sentence as a paragraph of its own, its light before it."""
    pieces = (*start_of(target, numbering), *sentence(target, numbering), "。")
    return Paragraph(pieces, lamp=target.status.light.value)


def start_of(target: TargetFacts, numbering: Numbering) -> tuple[Piece, ...]:
    """截至6月底， before what was reached; nothing before a sentence that says why nothing is told."""
    period = target.status.observation.period if target.status.observation else None
    told = target.status.reason.code not in words()["silent"]
    return (f"{until(period, numbering.facts)}，",) if told and period else ()


def cell(*pieces: Piece) -> Cell:
    """A cell of words and numbers; what does not apply is a dash."""
    return Cell(tuple(pieces) if any(piece != "" for piece in pieces) else ("—",))


def aspect_cell(numbering: Numbering, target: TargetFacts, aspect: str, *, bare: bool = False) -> Cell:
    """A cell with one aspect of a target: its number, the word for what is missing, or a dash.

    What a light is grey for is missing; what a kind of target never has does not apply.
    """
    piece = number_of(numbering, target, aspect, bare=bare)
    return cell("" if piece == "无数据" and target.status.actual is not None else piece)


def lamp_cell(target: TargetFacts) -> Cell:
    """A cell with the target's light."""
    return Cell(lamp=target.status.light.value)


def listed(names: Iterable[str]) -> str:
    """Names in a row, as official papers write them: 甲、乙、丙."""
    return "、".join(names)
