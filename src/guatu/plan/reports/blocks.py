"""Of which parts does a report consist, before it is set as Word, pdf or a page? Pure.

Everything is text and numbers; nothing in it is markup, so nothing that a plan or a name says can become a
command of the program that sets it. `as_json` is what is kept and what every form is made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit as it is printed, and its place in the report's list of numbers."""

    serial: int
    shown: str
    unit: str = ""

    @property
    def printed(self) -> str:
        """Number and unit as they stand side by side."""
        return self.shown + self.unit


Piece = str | Number
"""A piece of a line: words, or a number that leads to its records."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 一、 to 3 1. (GB/T 9704-2012, 7.3.3); its number is part of the text."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; `lamp` is a light that stands before it."""

    pieces: tuple[Piece, ...]
    lamp: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: words and numbers, or a light."""

    pieces: tuple[Piece, ...] = ()
    lamp: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how wide beside the others, where its cells stand."""

    head: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, a note under it, and rows under repeated heads; `dense` is a long list."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart of progress: per cent of the year's target, where the pace stands, the forecast."""

    name: str
    lamp: str
    share: float | None
    pace: float | None
    forecast: float | None
    number: Number | None


@dataclass(frozen=True, slots=True)
class BarChart:
    """The progress of several targets under one scale of per cent."""

    caption: str
    bars: tuple[Bar, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Line:
    """A target's course over the year: points (month, amount) of this year and the last, and its target."""

    name: str
    lamp: str
    unit: str
    this_year: tuple[tuple[int, float], ...]
    last_year: tuple[tuple[int, float], ...]
    target: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Small charts side by side."""

    caption: str
    lines: tuple[Line, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What the lights' shapes mean: (light, words)."""

    entries: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | Table | BarChart | LineChart | Legend


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the text in an official document (GB/T 9704-2012, 7.2 and 7.4)."""

    issuer: str
    head: str
    number: str
    title: str
    addressee: str
    signed_on: str
    day: str
    copied_to: str
    printed_by: str
    printed_on: str
    code: str
    mark: str = ""
    attachments: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """A whole report: its frame, its text, and the attachments that follow the signature."""

    frame: Frame
    body: tuple[Block, ...]
    attached: tuple[tuple[str, tuple[Block, ...]], ...] = field(default=())


def as_json(composition: Composition) -> dict[str, object]:
    """The report as plain data; blocks and pieces say what they are by `kind`."""
    return {
        "frame": asdict(composition.frame),
        "body": [_block(block) for block in composition.body],
        "attached": [
            {"title": title, "body": [_block(block) for block in blocks]}
            for title, blocks in composition.attached
        ],
    }


def numbers_in(blocks: Sequence[Block]) -> Iterator[Number]:
    """Every number in the order in which it is printed, repeated ones as often."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _numbers(block.pieces)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _numbers(cell.pieces)
        elif isinstance(block, BarChart):
            yield from (bar.number for bar in block.bars if bar.number is not None)


def _numbers(pieces: Sequence[Piece]) -> Iterator[Number]:
    return (piece for piece in pieces if isinstance(piece, Number))


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "pieces": _pieces(block.pieces), "lamp": block.lamp}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "caption": block.caption,
            "note": block.note,
            "dense": block.dense,
            "columns": [asdict(column) for column in block.columns],
            "rows": [[{"pieces": _pieces(c.pieces), "lamp": c.lamp} for c in row] for row in block.rows],
        }
    kinds = {Heading: "heading", BarChart: "bars", LineChart: "lines", Legend: "legend"}
    return {"kind": kinds[type(block)], **asdict(block)}


def _pieces(pieces: Sequence[Piece]) -> list[dict[str, object]]:
    return [
        {"text": piece}
        if isinstance(piece, str)
        else {"n": piece.serial, "text": piece.shown, "unit": piece.unit}
        for piece in pieces
        if piece != ""
    ]
