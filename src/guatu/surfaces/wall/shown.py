"""How is a quantity set on the wall: a number, its unit apart from it, never more digits than its source?"""

from __future__ import annotations

import re
from calendar import month_abbr
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, Unit, unit

_THOUSAND_MILLION = Decimal(10**9)
_LONG_MONTH = re.compile(rf"\b({'|'.join(month_abbr[1:])})[a-z]+")
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is read, and its unit, so that a column or a tile can say the unit once."""

    number: str
    unit: str = ""

    def __str__(self) -> str:
        return (
            f"{self.number}{self.unit}" if not self.unit.isascii() or self.unit in ("%", "‰") else self.spaced
        )

    @property
    def spaced(self) -> str:
        """Number and unit with a space between them, for Latin units."""
        return f"{self.number} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit that all numbers of one block are shown in, and how many decimals the plan itself uses."""

    unit: Unit
    places: int = 0

    def amount(self, quantity: Quantity) -> Decimal:
        """`quantity` in the unit that is shown; as it stands when it is of another kind."""
        if quantity.unit.dimension != self.unit.dimension:
            return quantity.amount
        amount = quantity.to(self.unit).amount
        return amount * self.unit.factor / _THOUSAND_MILLION if self._in_billions else amount

    def exact(self, quantity: Quantity) -> Shown:
        """A published quantity, with the digits that its source gives and no more."""
        return Shown(number(self.amount(quantity)), self.name)

    def rounded(self, quantity: Quantity) -> Shown:
        """A computed quantity (pace, difference), rounded half up to the digits of the plan."""
        return Shown(number(self.amount(quantity), self.shown_places), self.name)

    def estimated(self, quantity: Quantity) -> Shown:
        """A forecast: four digits at most, and none that the plan's own figures would not have."""
        amount = self.amount(quantity)
        before_point = max(amount.adjusted() + 1, 1)
        places = min(self.shown_places, max(0, 4 - before_point))
        return Shown(number(amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)), self.name)

    @property
    def shown_places(self) -> int:
        """How many decimals the plan's digits take in the unit that is shown."""
        return self.places + max(0, 9 - self.unit.factor.adjusted()) if self._in_billions else self.places

    @property
    def name(self) -> str:
        """The unit's name in the reader's language; money is told in billions in English."""
        if self._in_billions:
            return _("%(currency)s bn") % {"currency": self.unit.name_en}
        return (self.unit.name_en or self.unit.name_zh) if _is_english() else self.unit.name_zh

    @property
    def _in_billions(self) -> bool:
        return _is_english() and self.unit.dimension.startswith("money:")


def scale_for(written: str, normal: str, amounts: list[Quantity | None]) -> Scale:
    """The scale of a target: the unit that its plan writes, else the normal one; decimals as in `amounts`."""
    for name in (written, normal):
        try:
            chosen = unit(name)
        except GuatuError:
            continue
        fitting = [q.to(chosen).amount for q in amounts if q and q.unit.dimension == chosen.dimension]
        if fitting or not any(amounts):
            return Scale(chosen, max((places_of(amount) for amount in fitting), default=0))
    return Scale(unit("number"))


def number(amount: Decimal, places: int | None = None) -> str:
    """The number in groups of three with a true minus; all its digits, or `places` decimals half up."""
    if places is None:
        places = places_of(amount)
    shown = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(shown):,f}"
    return MINUS + text if shown < 0 else text


def signed(amount: Decimal, places: int | None = None) -> str:
    """The number with its sign, + for what is above zero."""
    text = number(amount, places)
    return f"+{text}" if amount > 0 else text


def percent(share: Decimal | None) -> str:
    """A share as per cent with one decimal, or nothing where there is no share."""
    return "" if share is None else f"{number(share * 100, 1)}%"


def missing_word(missing: Missing) -> str:
    """缺报, 不适用 or 未到期 in the reader's language: never a zero."""
    return missing.display("en" if _is_english() else "zh")


def period_in_short(period: Period) -> str:
    """The period without its year, for a page that says the year once: 1—6月, 上半年, January–June."""
    name = period.name_en if _is_english() else period.name_zh
    year = str(period.end.year)
    if name == year or name == f"{year}年":
        return _("full year")
    short = name.removeprefix(f"{year}年").removesuffix(f" of {year}").removesuffix(f" {year}")
    return _LONG_MONTH.sub(r"\1", short)


def month_day(day: date) -> str:
    """The day without its year, for a page that says the year once: 6月30日, 30 June."""
    return date_format(day, "j F") if _is_english() else f"{day.month}月{day.day}日"


def without_year(sentence: str, year: int) -> str:
    """A sentence for a page that says the year once."""
    return re.sub(rf"{year}年|,? {year}\b", "", sentence)


def places_of(amount: Decimal) -> int:
    """How many decimals a number has, trailing zeros left out."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
