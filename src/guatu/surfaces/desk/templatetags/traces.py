"""How are the amounts of a trace set? With all digits, because they have to sum; missing is not zero."""

from decimal import Decimal

from django import template
from django.contrib.auth.models import AbstractBaseUser
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guatu.base.quantities import Missing, MissingReason
from guatu.surfaces.desk.moved import numbers_moved
from guatu.surfaces.wall.shown import missing_word, number, places_of, signed

register = template.Library()


@register.filter
def amount(what: Decimal | None, places: int | None = None) -> SafeString:
    """The number with all its digits, or so many decimals; 缺报 where the record says that there is none."""
    if what is None:
        word = missing_word(Missing(MissingReason.NOT_REPORTED))
        return format_html('<span class="figure-missing">{}</span>', word)
    return SafeString(number(what, places))


@register.filter
def change(what: Decimal, places: int | None = None) -> str:
    """The number with its sign, and so many decimals."""
    return signed(what, places)


@register.filter
def rate(percent: Decimal) -> str:
    """A growth with its sign: as published, or where it was computed with two decimals at most."""
    return f"{signed(percent, min(max(places_of(percent), 1), 2))}%"


@register.inclusion_tag("desk/traces/_moved.html")
def moved_by(model: str, pk: int, reader: AbstractBaseUser) -> dict[str, object]:
    """The table of the numbers that a record moves, as the reader may see it."""
    return {"moved": numbers_moved(reader, model, pk)}
