"""Where are numbers written, and how much of what: numerals with units, ranges, ratios, products, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from guatu.plan.reading.quantities.numerals import parse_chinese, parse_decimal, scale_of
from guatu.plan.reading.quantities.units import (
    BARE,
    HAN_UNIT_PATTERN,
    SCALE_PATTERN,
    SUMMARY_WORDS,
    UNIT_PATTERN,
    UNITS,
    Unit,
)

Form = Literal["plain", "range", "ratio", "product", "name", "ordinal", "chinese"]


@dataclass(slots=True)
class Mention:
    """A number as it stands in the text; `vague` when 多, 余 or 几 makes it a lower bound."""

    start: int
    end: int
    form: Form
    value: Decimal
    value_hi: Decimal | None
    unit: Unit
    scale: Decimal
    unit_text: str
    vague: bool = False

    @property
    def family(self) -> str:
        """The family of the unit."""
        return self.unit.family


_NUM = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_TO = r"\s*(?:-{1,2}|~|至|到)\s*"
_CHINESE = "[一二两三四五六七八九十百千]{1,5}"
_DATE = (
    r"(?:19|20)\d\d\s*(?:[-~至到、和]\s*(?:19|20)\d\d\s*)*年(?:度|代|初|底|末|前|\s*\d{1,2}月(?:\s*\d{1,2}日)?)?"
    r"|(?<![\d.])(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)"
    r"|(?<![\d.])\d{1,2}(?:[-~至到、和]\d{1,2})?月(?:份|底|末|初|\d{1,2}日)?|(?<![\d.])\d{1,2}[日时](?!处理|均|产|供)"
    r"|(?<=20)\d\d年|(?<![\d:.])\d{1,2}:\d{2}(?![\d:.])"
)
_MASTER = re.compile(
    rf"(?P<date>{_DATE})"
    rf"|(?P<ordinal>第\s*(?:{_NUM}|{_CHINESE})\s*(?:{UNIT_PATTERN}|[号届])?)"
    rf"|(?P<plus>(?<![\d.])\d+(?:\s*\+\s*(?:\d+|[NXnx]))+)"
    rf"|(?P<ratio>(?:{_NUM})(?:\s*:\s*(?:{_NUM}))+)"
    rf"|(?P<factor>{_NUM})\s*[×xX*]\s*(?P<times>{_NUM})(?P<product_scale>{SCALE_PATTERN}?)(?P<product_unit>{UNIT_PATTERN})"
    rf"|(?P<low>{_NUM})(?P<low_scale>{SCALE_PATTERN}?)(?P<low_unit>{UNIT_PATTERN}?){_TO}"
    rf"(?P<high>{_NUM})(?P<high_vague>[多余]?)(?P<high_scale>{SCALE_PATTERN}?)(?P<high_unit>{UNIT_PATTERN}?)"
    rf"|(?P<number>{_NUM})\s*(?P<vague>[多余几来]?)(?P<scale>{SCALE_PATTERN}?)(?P<vague2>[多余]?)(?P<unit>{UNIT_PATTERN}?)"
    rf"|(?P<han>{_CHINESE})(?P<han_scale>万|亿)?(?P<han_vague>[多余]?)"
    rf"(?P<han_unit>{HAN_UNIT_PATTERN}|[{''.join(SUMMARY_WORDS)}](?![量批型力幅大]))"
)


def spot_mentions(plain: str) -> Iterator[Mention]:
    """All numbers of the normalised text in order, dates left out."""
    for match in _MASTER.finditer(plain):
        if match["date"] is None and not _is_list_number(plain, match):
            mention = _READERS[_form(match)](match)
            if mention is not None:
                yield mention


def _form(match: re.Match[str]) -> str:
    for name in ("ordinal", "plus", "ratio", "factor", "low", "number", "han"):
        if match[name] is not None:
            return name
    raise AssertionError(match.group())


def _is_list_number(plain: str, match: re.Match[str]) -> bool:
    """1. or (1) or 1、 at the head of a sentence counts the sentences, not things."""
    if match["number"] is None or match["unit"] or match["scale"]:
        return False
    before = plain[max(0, match.start() - 2) : match.start()].strip(" ")
    after = plain[match.end() : match.end() + 1]
    opens = not before or before[-1] in "\n。;!?:”" or before[-1] == "("
    return opens and after in ".、)." and after != "" and match.end() - match.start() <= 2


def _unit(word: str) -> Unit:
    if word in SUMMARY_WORDS:
        return Unit(word, f"count:{word}", Decimal(1), "count")
    return UNITS[word] if word else BARE


def _mention(
    match: re.Match[str],
    form: Form,
    value: Decimal,
    unit: Unit,
    *,
    scale: str = "",
    high: Decimal | None = None,
    vague: bool = False,
) -> Mention:
    end = match.start() + len(match.group().rstrip())
    times = Decimal(scale_of(scale)) * unit.factor
    return Mention(match.start(), end, form, value, high, unit, times, scale + unit.word, vague)


def _read_ordinal(match: re.Match[str]) -> Mention:
    digits = re.search(r"\d+", match.group())
    value = Decimal(digits.group()) if digits else Decimal(0)
    return _mention(match, "ordinal", value, Unit("", "ordinal", Decimal(1), "bare"))


def _read_plus(match: re.Match[str]) -> Mention:
    return _mention(match, "name", parse_decimal(re.split(r"\s*\+", match.group())[0]), BARE)


def _read_ratio(match: re.Match[str]) -> Mention:
    first = parse_decimal(match.group().split(":")[0])
    return _mention(match, "ratio", first, Unit("", "ratio", Decimal(1), "ratio"))


def _read_product(match: re.Match[str]) -> Mention:
    value = parse_decimal(match["factor"]) * parse_decimal(match["times"])
    return _mention(match, "product", value, _unit(match["product_unit"]), scale=match["product_scale"])


def _read_range(match: re.Match[str]) -> Mention:
    unit = _unit(match["high_unit"] or match["low_unit"])
    scale = match["high_scale"] or match["low_scale"]
    low, high = parse_decimal(match["low"]), parse_decimal(match["high"])
    mention = _mention(match, "range", low, unit, scale=scale, high=high)
    if not unit.word and not scale:
        mention.form = "name"
    return mention


def _read_plain(match: re.Match[str]) -> Mention:
    vague = bool(match["vague"] or match["vague2"])
    value = parse_decimal(match["number"])
    return _mention(match, "plain", value, _unit(match["unit"]), scale=match["scale"], vague=vague)


def _read_chinese(match: re.Match[str]) -> Mention:
    value, unit = Decimal(parse_chinese(match["han"])), _unit(match["han_unit"])
    scale = match["han_scale"] or ""
    return _mention(match, "chinese", value, unit, scale=scale, vague=bool(match["han_vague"]))


_READERS = {
    "ordinal": _read_ordinal,
    "plus": _read_plus,
    "ratio": _read_ratio,
    "factor": _read_product,
    "low": _read_range,
    "number": _read_plain,
    "han": _read_chinese,
}
