"""How are figures set in a table: the number, its unit apart and small; missing told from zero."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, unit
from guatu.surfaces.wall.shown import missing_word, number, places_of, signed

register = template.Library()


@register.filter
def value(what: Quantity | Missing | None) -> SafeString:
    """The number with its unit small beside it; 缺报 and 不适用 in words; nothing for None."""
    if what is None:
        return SafeString("")
    if isinstance(what, Missing):
        return format_html('<span class="figure-missing">{}</span>', missing_word(what))
    return format_html('{}<span class="unit">{}</span>', number(what.amount), unit_name(what.unit.code))


@register.filter
def growth(percent: Decimal | None) -> str:
    """The growth as published with its sign, a decimal at the least, so that a column stands straight."""
    return "" if percent is None else signed(percent, max(1, places_of(percent)))


@register.filter
def period_name(period: Period | str) -> str:
    """The period in words: 2019年1-6月."""
    parsed = Period.parse(period) if isinstance(period, str) else period
    return parsed.name_en if _english() else parsed.name_zh


@register.filter
def unit_name(code: str) -> str:
    """The unit in words: 亿元."""
    found = unit(code)
    return (found.name_en or found.name_zh) if _english() else found.name_zh


@register.filter
def plain_number(text: str | None) -> str:
    """A stored number in groups of three, all its digits."""
    return "" if text in (None, "") else number(Decimal(str(text)))


def _english() -> bool:
    return (get_language() or "").startswith("en")
