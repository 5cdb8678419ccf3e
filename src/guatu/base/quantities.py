"""How much is it, in which unit, and what is said when there is no number?

Amounts are exact decimals. A unit belongs to a dimension; only one dimension adds or compares, so 亿元 and
亿美元 never meet by accident, nor do percent and percentage points. What a count counts is said by the
measure: 家, 户 and 个 are one dimension, because one plan counts firms by 家 and the next by 户.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from functools import cache, total_ordering
from typing import Literal

from guatu.base.errors import GuatuError

Language = Literal["zh", "en"]


class UnitMismatch(GuatuError):  # noqa: N818 - the name of the contract: what happened, not an error of ours
    """Two units of different dimensions were put together; code `unit_mismatch`."""

    def __init__(self, one: Unit, other: Unit) -> None:
        super().__init__(
            "unit_mismatch", f"{one.name_zh} and {other.name_zh} are not the same kind of quantity"
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; `factor` is its size in the smallest unit that keeps every unit of the dimension exact.

    (Areas count in thirds of a square metre: one 亩 is 2000/3 m².)
    """

    code: str
    dimension: str
    factor: Decimal
    name_zh: str
    name_en: str


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """An exact amount in a unit. 1亿元 equals 10000万元; two dimensions are unequal and do not compare."""

    amount: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise GuatuError("not_a_decimal", f"{self.amount!r} is not an exact amount")

    @property
    def base(self) -> Decimal:
        """The amount in the smallest unit of the dimension."""
        return self.amount * self.unit.factor

    def to(self, other: Unit | str) -> Quantity:
        """The same quantity in another unit of its dimension, else UnitMismatch."""
        target = unit(other) if isinstance(other, str) else other
        self._require_same(target)
        if target.factor == self.unit.factor:
            return Quantity(self.amount, target)
        return Quantity(self.base / target.factor, target)

    def display(self, language: Language = "zh", places: int | None = None) -> str:
        """The quantity for people: 2,550亿元, or CNY 255 billion; rounded half up to `places` when given."""
        return _display_en(self, places) if language == "en" else _display_zh(self, places)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount + other.to(self.unit).amount, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount - other.to(self.unit).amount, self.unit)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self.unit.dimension == other.unit.dimension and self.base == other.base

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._require_same(other.unit)
        return self.base < other.base

    def __hash__(self) -> int:
        return hash((self.unit.dimension, self.base))

    def __str__(self) -> str:
        return self.display()

    def _require_same(self, other: Unit) -> None:
        if self.unit.dimension != other.dimension:
            raise UnitMismatch(self.unit, other)


class MissingReason(StrEnum):
    """Why there is no number. None of them is zero."""

    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_DUE = "not_yet_due"

    @property
    def name_zh(self) -> str:
        """缺报, 不适用 or 未到期."""
        return {"not_reported": "缺报", "not_applicable": "不适用", "not_yet_due": "未到期"}[self.value]

    @property
    def name_en(self) -> str:
        """Not reported, not applicable or not yet due."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Missing:
    """The absence of a number, with its reason."""

    reason: MissingReason

    def display(self, language: Language = "zh") -> str:
        """The reason for people."""
        return self.reason.name_en if language == "en" else self.reason.name_zh


Value = Quantity | Missing


def round_half_up(amount: Decimal, places: int) -> Decimal:
    """`amount` with that many decimals, halves away from zero; for showing only, after every comparison."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


# code, dimension, factor, Chinese name, English name, further spellings
_TABLE: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("CNY", "money:CNY", "1", "元", "CNY", "人民币 人民币元 rmb yuan 圆"),
    ("USD", "money:USD", "1", "美元", "USD", "美金 us$ dollar dollars"),
    ("percent", "share", "1", "%", "%", "百分比 pct"),
    ("permille", "share", "0.1", "‰", "‰", "千分比"),
    ("percentage_point", "percentage_point", "1", "个百分点", "percentage points", "百分点 pp"),
    ("m2", "area", "3", "平方米", "m²", "㎡ m² 平米 平方"),
    ("mu", "area", "2000", "亩", "mu", ""),
    ("ha", "area", "30000", "公顷", "ha", "顷"),
    ("km2", "area", "3000000", "平方公里", "km²", "平方千米 km²"),
    ("m", "length", "1", "米", "m", ""),
    ("km", "length", "1000", "公里", "km", "千米"),
    ("t", "mass", "1", "吨", "t", ""),
    ("tce", "energy:tce", "1", "吨标准煤", "tce", "吨标煤"),
    ("tce/CNY", "energy_per_output", "1", "吨标准煤/元", "tce/CNY", "吨标煤/元"),
    ("tce_per_10k_cny", "energy_per_output", "0.0001", "吨标准煤/万元", "tce/CNY 10,000", "吨标煤/万元"),
    ("CNY_per_mu", "money_per_area", "1", "元/亩", "CNY/mu", ""),
    ("CNY_per_person", "money_per_person", "1", "元/人", "CNY/person", ""),
    ("t_per_year", "mass_per_year", "1", "吨/年", "t/year", "年吨"),
    ("t_per_day", "mass_per_day", "1", "吨/日", "t/day", "吨/天"),
    ("m3", "volume", "1", "立方米", "m³", "方 m³"),
    ("kW", "power", "1", "千瓦", "kW", ""),
    ("kWh", "electricity", "1", "千瓦时", "kWh", "度"),
    ("kV", "voltage", "1", "千伏", "kV", ""),
    ("ug/m3", "concentration", "1", "微克/立方米", "µg/m³", "μg/m3 ug/m³ μg/m³ µg/m³"),
    ("person", "person", "1", "人", "people", "名 位 count:名 count:位 count:人"),
    ("person_time", "person_time", "1", "人次", "visits", ""),
    ("day", "time:day", "1", "天", "days", "日 count:天"),
    ("hour", "time:hour", "1", "小时", "hours", ""),
    ("year", "time:year", "1", "年", "years", "岁"),
    ("ratio", "ratio", "1", "倍", "times", ""),
    ("number", "number", "1", "", "", ""),
)
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_MULTIPLIERS |= {"亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_CLASSIFIERS = (
    *"个家件户项条起处座套台所间次宗块支只头辆栋株片门批艘例张份类大号种对组部场期轮篇班村盏棵羽匹口眼道床架根桩团群层",
    "头只",
    "台套",
    "台（套）",
    "名次",
    "个次",
    "家次",
    "户次",
    "件次",
    "架次",
    "标箱",
)


def _spelled(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    return plain if plain.startswith("count:") else plain.casefold().replace("μ", "µ")


_NAMED: dict[str, Unit] = {}
for _code, _dimension, _factor, _zh, _en, _others in _TABLE:
    _unit = Unit(_code, _dimension, Decimal(_factor), _zh, _en)
    for _name in (_code, _zh, *_others.split()):
        _NAMED[_spelled(_name)] = _unit
for _name in _CLASSIFIERS:
    _NAMED[_spelled(_name)] = _NAMED[_spelled("count:" + _name)] = Unit(
        f"count:{_name}", "count", Decimal(1), _name, ""
    )
_PREFIX = re.compile(r"(?P<prefix>万亿|[十百千]?[万亿]|[十百千])(?P<rest>.+)")


@cache
def unit(text: str) -> Unit:
    """The unit of a code (CNY, mu, count:家) or as written (亿元, 万平方米, %); else GuatuError.

    An unknown classifier is refused as text but taken with the reader's mark (count:X).
    """
    spelled = _spelled(text)
    if spelled in _NAMED:
        return _NAMED[spelled]
    match = _PREFIX.fullmatch(spelled)
    if match and match["rest"] in _NAMED:
        return _scaled(_NAMED[match["rest"]], match["prefix"])
    if spelled in _MULTIPLIERS:
        return _scaled(_NAMED[""], spelled)
    if re.fullmatch("count:.{1,6}", spelled):
        return Unit(spelled, "count", Decimal(1), spelled.removeprefix("count:"), "")
    raise GuatuError("unknown_unit", f"“{text}” is no known unit")


def _scaled(base: Unit, prefix: str) -> Unit:
    name = prefix + base.name_zh
    size = Decimal(_MULTIPLIERS[prefix])
    return Unit(name, base.dimension, base.factor * size, name, base.name_en)


def _multiplier(of: Unit) -> Decimal:
    """How many plain units (元, 平方米, 家) one of this unit is."""
    match = _PREFIX.fullmatch(of.code)
    return Decimal(_MULTIPLIERS[match["prefix"]]) if match else Decimal(1)


def _grouped(amount: Decimal, places: int | None) -> str:
    shown = amount if places is None else round_half_up(amount, places)
    text = f"{shown:,f}"
    return text.rstrip("0").rstrip(".") if "." in text and places is None else text


def _display_zh(quantity: Quantity, places: int | None) -> str:
    return _grouped(quantity.amount, places) + quantity.unit.name_zh


def _display_en(quantity: Quantity, places: int | None) -> str:
    amount = quantity.amount * _multiplier(quantity.unit)
    name = quantity.unit.name_en
    if quantity.unit.dimension.startswith("money:"):
        return f"{name} {_in_millions(amount, places)}"
    if name in ("", "%", "‰"):
        return _grouped(amount, places) + name
    return f"{_grouped(amount, places)} {name}"


def _in_millions(amount: Decimal, places: int | None) -> str:
    for size, word in ((Decimal(10**9), " billion"), (Decimal(10**6), " million")):
        if abs(amount) >= size:
            return _grouped(amount / size, places) + word
    return _grouped(amount, places)


_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,2})?", re.ASCII)


def parse_amount(text: str) -> Decimal:
    """The exact number that is written (1,234.5; full-width digits; a leading +), else `not_a_number`."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "").replace("−", "-").lower()
    try:
        if len(plain) > 40 or not _NUMBER.fullmatch(plain):
            raise InvalidOperation
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        raise GuatuError("not_a_number", f"“{text[:40]}” is not a number") from None
