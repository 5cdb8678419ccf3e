"""How does raw text become plain text of the same length: one character for one character."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guatu.plan.reading.model import Dropped

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = _HALF_WIDTH | {
    ord("\u3000"): " ",
    ord("\xa0"): " ",
    ord("\t"): " ",
    ord("\r"): "\n",
    ord("∶"): ":",
    ord("︰"): ":",
    ord("％"): "%",
    ord("﹪"): "%",
    ord("〜"): "~",
    ord("～"): "~",
    ord("－"): "-",
    ord("—"): "-",
    ord("–"): "-",
    ord("―"): "-",
    ord("−"): "-",
    ord("‐"): "-",
    ord("＋"): "+",
    ord("X"): "X",
    ord("✕"): "×",
    ord("·"): "·",
    ord("‘"): "“",
    ord("’"): "”",
    ord("「"): "“",
    ord("」"): "”",
    ord("『"): "“",
    ord("』"): "”",
    ord("〇"): "零",
    ord("○"): "零",
    ord("〔"): "(",
    ord("〕"): ")",
    ord("【"): "(",
    ord("】"): ")",
    ord("["): "(",
    ord("]"): ")",
}
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|h\d|li|ul|ol|tr|td|th|table|center|title|hr|section)\b[^<>]{0,300}>", re.I
)
_OTHER_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>|&(?:nbsp|ensp|emsp|amp|quot|lt|gt|#\d{2,5});")
_PRIVATE = re.compile("[\ue000-\uf8ff\u200b-\u200f\ufeff]")


def normalise(text: str, dropped: Iterable[Dropped] = ()) -> str:
    """Plain text of the same length: half-width digits and marks; tags and dropped stretches become blank.

    A block tag and a dropped stretch become line breaks, because they end a sentence; other remains of HTML
    and private-use characters become spaces.
    """
    plain = text
    if "<" in plain or "&" in plain:
        plain = _BLOCK_TAG.sub(lambda m: "\n" * len(m.group()), plain)
        plain = _OTHER_TAG.sub(lambda m: " " * len(m.group()), plain)
    plain = _PRIVATE.sub(" ", plain).translate(_PLAIN)
    return _without(plain, dropped)


def _without(plain: str, dropped: Iterable[Dropped]) -> str:
    pieces: list[str] = []
    place = 0
    for stretch in sorted(dropped, key=lambda one: one.start):
        if stretch.end > place:
            start = max(place, stretch.start)
            pieces += (plain[place:start], "\n" * (stretch.end - start))
            place = stretch.end
    return "".join((*pieces, plain[place:]))
