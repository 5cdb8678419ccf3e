"""Which unit stands after a number, and in what is it compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guatu.plan.reading.quantities.lexicon import load_lexicon


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its common form, its size in it, and the family that decides how it is read."""

    word: str
    norm: str
    factor: Decimal
    family: str


def _read_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for family, table in load_lexicon("quantity_units").items():
        if family == "count":
            units |= {word: Unit(word, f"count:{word}", Decimal(1), "count") for word in table["words"]}
        else:
            for word, (norm, factor) in table.items():
                units[word] = Unit(word, str(norm), Decimal(str(factor)), family)
    return units


UNITS = _read_units()
SUMMARY_WORDS = load_lexicon("quantity_units")["count"]["summary_words"]
BARE = Unit("", "number", Decimal(1), "bare")
SCALE_PATTERN = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦伏米克])|百(?!分点))"

# 人 and 年 begin other words too: 8500万人民, 3人均; 20年代 is a date.
_GUARDS = {
    "P": "P(?![A-Za-z])",
    "人": "人(?![民均才员大工士])",
    "人口": "人口(?![普密素])",
    "年": "年(?![代度货])",
    "方": "方(?![面案式米公])",
    "个": "个(?!多?百分点|月|工作日)",
    "部": "部(?![门分署委队])",
    "件": "件(?!均)",
    "口": "口(?![岸径])",
    "面": "面(?![积向对临])",
    "道": "道(?![路理德])",
    "位": "位(?![于居列])",
    "次": "次(?![产要])",
    "条": "条(?!件)",
    "只": "只(?![有要能])",
    "天": "天(?![然津空])",
    "周": "周(?![边年])",
    "门": "门(?![店户])",
    "单": "单(?![位元])",
    "对": "对(?![于外口接标])",
    "本": "本(?![科级地市])",
    "班": "班(?![子])",
    "片": "片(?!区)",
    "组": "组(?!织)",
    "峰": "峰(?!会)",
    "起": "起(?![步来])",
    "列": "列(?![为入])",
}
_UNCLEAR_AFTER_HAN = frozenset(
    [
        "方",
        "升",
        "米",
        "年",
        "天",
        "周",
        "位",
        "次",
        "口",
        "道",
        "面",
        "本",
        "期",
        "轮",
        "起",
        "村",
        "县",
        "单",
        "对",
        "度电",
        "兆",
        "门",
        "峰",
        "班",
        "头",
        "只",
        "元",
        "把",
        "段",
        "列",
        "批",
        "片",
        "部",
        "种",
    ]
)
UNIT_PATTERN = (
    "(?:" + "|".join(_GUARDS.get(word, word) for word in sorted(UNITS, key=len, reverse=True)) + ")"
)
HAN_UNIT_PATTERN = (
    "(?:"
    + "|".join(
        _GUARDS.get(word, word) for word in sorted(set(UNITS) - _UNCLEAR_AFTER_HAN, key=len, reverse=True)
    )
    + ")"
)
