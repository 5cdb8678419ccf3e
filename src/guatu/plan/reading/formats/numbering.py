"""Which number does Word print before a paragraph that is numbered automatically?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

DIGITS = "一二三四五六七八九"
CHINESE_FORMATS = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
    }
    | {"chineseLegalSimplified", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"}
)
# Marks of lists without numbers (bullets in private fonts) say nothing.
UNNUMBERED = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its number is written, the pattern around it (「（%1）」), where it begins."""

    format: str
    pattern: str
    first: int


class Numbering:
    """The lists of a document, counted on paragraph by paragraph."""

    def __init__(self, lists: etree._Element | None, styles: etree._Element | None) -> None:
        abstract = (
            {} if lists is None else {_attribute(a, "abstractNumId"): a for a in _all(lists, "abstractNum")}
        )
        self._lists: dict[str, dict[int, Level]] = {}
        for each in () if lists is None else _all(lists, "num"):
            target = _value(each, "abstractNumId")
            if target in abstract:
                self._lists[_attribute(each, "numId")] = dict(_levels(abstract[target]))
        self._styles = {} if styles is None else {_attribute(s, "styleId"): s for s in _all(styles, "style")}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: etree._Element) -> str:
        """The number that Word prints before the paragraph, "" for one without."""
        number, depth = self._place(paragraph)
        levels = self._lists.get(number, {})
        level = levels.get(depth)
        if level is None or level.format in UNNUMBERED:
            return ""
        counts = self._counts.setdefault(number, {})
        counts[depth] = counts.get(depth, level.first - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: _written(int(m[1]) - 1, levels, counts), level.pattern)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of the paragraph, from itself or from its style."""
        properties = paragraph.find("{*}pPr")
        seen: set[str] = set()
        while properties is not None:
            listed = properties.find("{*}numPr")
            if listed is not None:
                return _value(listed, "numId"), int(_value(listed, "ilvl") or 0)
            style = _value(properties, "pStyle") or _base(properties)
            if style in seen or style not in self._styles:
                break
            seen.add(style)
            properties = self._styles[style].find("{*}pPr")
        return "", 0


def _base(properties: etree._Element) -> str:
    style = properties.getparent()
    return "" if style is None else _value(style, "basedOn")


def _levels(abstract: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in _all(abstract, "lvl"):
        first = _value(level, "start")
        yield (
            int(_attribute(level, "ilvl") or 0),
            Level(_value(level, "numFmt"), _value(level, "lvlText"), int(first) if first.isdigit() else 1),
        )


def _written(depth: int, levels: dict[int, Level], counts: dict[int, int]) -> str:
    level = levels.get(depth)
    number = counts.get(depth, level.first if level else 1)
    if level and level.format in CHINESE_FORMATS:
        return chinese(number)
    if (
        level
        and level.format in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
        and 1 <= number <= 20
    ):
        return chr(ord("①") + number - 1)
    return str(number)


def chinese(number: int) -> str:
    """A list number from 1 to 99 in Chinese numerals: 12 is 十二; others in digits."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens - 1] + "十"
    return ten + (DIGITS[ones - 1] if ones else "")


def _all(element: etree._Element, name: str) -> list[etree._Element]:
    return list(element.iterchildren(f"{{*}}{name}"))


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{{*}}{name}")
    return "" if child is None else _attribute(child, "val")


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == name), "")
