"""How does a report look on a page? Its blocks with what a template needs to draw them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from guatu.plan.reports.sentences import words

Block = Mapping[str, object]
#: The place of a drawing: its scale ends a little behind the year's target.
END = 115.0
WIDTH, HEIGHT = 300.0, 120.0


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """Words, or a number with its code."""

    text: str
    unit: str = ""
    serial: int = 0

    @property
    def place(self) -> str:
        """The serial as it stands in a code."""
        return str(self.serial)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: pieces, or a light with its word; `align` is its column's."""

    pieces: tuple[ShownPiece, ...]
    lamp: str
    said: str
    align: str
    head: str


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the template takes it: by its kind, one of the parts below is filled."""

    kind: str
    text: str = ""
    level: int = 2
    pieces: tuple[ShownPiece, ...] = ()
    lamp: str = ""
    said: str = ""
    heads: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    note: str = ""
    bars: tuple[Mapping[str, object], ...] = ()
    lines: tuple[Mapping[str, object], ...] = ()
    alternative: str = ""
    entries: tuple[tuple[str, str], ...] = field(default=())


def shown_blocks(blocks: object) -> tuple[ShownBlock, ...]:
    """The blocks of a report's content."""
    return tuple(_shown(block) for block in cast("Sequence[Block]", blocks))


def _shown(block: Block) -> ShownBlock:
    kind = str(block["kind"])
    if kind == "heading":
        return ShownBlock(kind, text=str(block["text"]), level=int(str(block["level"])) + 1)
    if kind == "paragraph":
        lamp = str(block["lamp"])
        return ShownBlock(kind, pieces=_pieces(block["pieces"]), lamp=lamp, said=_said(lamp))
    if kind == "table":
        return _table(block)
    if kind == "bars":
        bars = tuple(_bar(bar) for bar in cast("Sequence[Block]", block["bars"]))
        return ShownBlock(kind, text=str(block["caption"]), bars=bars, alternative=str(block["alternative"]))
    if kind == "lines":
        lines = tuple(_line(line) for line in cast("Sequence[Block]", block["lines"]))
        return ShownBlock(
            kind, text=str(block["caption"]), lines=lines, alternative=str(block["alternative"])
        )
    entries = cast("Sequence[Sequence[str]]", block["entries"])
    return ShownBlock(kind, entries=tuple((name, said) for name, said in entries))


def _pieces(value: object) -> tuple[ShownPiece, ...]:
    return tuple(
        ShownPiece(str(piece["text"]), str(piece.get("unit", "")), int(str(piece.get("n", 0))))
        for piece in cast("Sequence[Block]", value)
    )


def _said(lamp: str) -> str:
    return words()["lamps"][lamp] if lamp else ""


def _table(block: Block) -> ShownBlock:
    columns = cast("Sequence[Block]", block["columns"])
    heads = tuple((str(column["head"]), str(column["align"])) for column in columns)
    rows = tuple(tuple(_cells(row, heads)) for row in cast("Sequence[Sequence[Block]]", block["rows"]))
    return ShownBlock("table", text=str(block["caption"]), heads=heads, rows=rows, note=str(block["note"]))


def _cells(row: Sequence[Block], heads: Sequence[tuple[str, str]]) -> Iterator[ShownCell]:
    for cell, (head, align) in zip(row, heads, strict=True):
        lamp = str(cell["lamp"])
        yield ShownCell(_pieces(cell["pieces"]), lamp, _said(lamp), align, head)


def _place(value: object) -> str | None:
    return None if value is None else f"{min(max(float(str(value)), 0.0), END) / END * 100:.2f}%"


def _bar(bar: Block) -> Mapping[str, object]:
    number = cast("Mapping[str, object] | None", bar["number"])
    return {
        "name": bar["name"],
        "lamp": bar["lamp"],
        "said": _said(str(bar["lamp"])),
        "share": _place(bar["share"]),
        "pace": _place(bar["pace"]),
        "forecast": _place(bar["forecast"]),
        "target": _place(100),
        "number": ShownPiece(str(number["shown"]), str(number["unit"]), int(str(number["serial"])))
        if number
        else None,
    }


def _line(line: Block) -> Mapping[str, object]:
    ticks = cast("Sequence[tuple[float, str]]", line["ticks"])
    top = float(ticks[-1][0]) or 1.0

    def height(value: float) -> str:
        return f"{HEIGHT - HEIGHT * value / top:.1f}"

    def path(points: object) -> str:
        pairs = cast("Sequence[tuple[int, float]]", points)
        return " ".join(f"{WIDTH * (month - 1) / 11:.1f},{height(value)}" for month, value in pairs)

    this_year = path(line["this_year"])
    end = this_year.rpartition(" ")[2].split(",")
    return {
        **line,
        "said": _said(str(line["lamp"])),
        "this_path": this_year,
        "last_path": path(line["last_year"]),
        "target_y": height(float(str(line["target"]))),
        "marks": [(height(float(value)), said) for value, said in ticks],
        "months": [(f"{WIDTH * (month - 1) / 11:.1f}", month) for month in (2, 4, 6, 8, 10, 12)],
        "end": end,
    }
