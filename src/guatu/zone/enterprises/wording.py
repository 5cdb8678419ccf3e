"""How is it said where an enterprise stands on the ladder, what it lacks, and why?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from guatu.base.quantities import Quantity, round_half_up
from guatu.kernel.access.models import in_language
from guatu.zone.enterprises.rules.elements import element_names
from guatu.zone.enterprises.rules.ladder import Criterion, Judged, ScaleView, Step, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Tone = Literal["good", "warn", "bad", "accent", ""]

PROSPECTS: Mapping[str, tuple[StrPromise, Tone]] = {
    "gone": (gettext_lazy("closed, still on the list"), "bad"),
    "falls": (gettext_lazy("falls out"), "bad"),
    "watch": (gettext_lazy("below the threshold"), "warn"),
    "crossed": (gettext_lazy("has crossed"), "good"),
    "within_reach": (gettext_lazy("within reach this year"), "accent"),
    "pool": (gettext_lazy("in the pool"), ""),
    "far": (gettext_lazy("far"), ""),
    "on_list": (gettext_lazy("on the list"), "good"),
    "unknown": (gettext_lazy("no figures"), ""),
}
"""How an enterprise stands to the statistics bureau's list, the urgent first."""

REACHES: Mapping[str, tuple[StrPromise, Tone]] = {
    "falls": (gettext_lazy("runs out and could not be renewed"), "bad"),
    "ends": (gettext_lazy("runs out soon"), "warn"),
    "ready": (gettext_lazy("ready to apply"), "accent"),
    "near": (gettext_lazy("one step away"), ""),
    "far": (gettext_lazy("far"), ""),
    "reached": (gettext_lazy("held"), "good"),
    "unknown": (gettext_lazy("not enough known"), ""),
}
"""How far an enterprise is from a title or a board, the urgent first."""

STATES: Mapping[str, StrPromise] = {
    "met": gettext_lazy("met"),
    "missing": gettext_lazy("not met"),
    "unknown": gettext_lazy("not known"),
}


def name_of(rule: Step | Criterion) -> str:
    """What a step or a condition is called, in the reader's language."""
    return in_language(rule.name_zh, rule.name_en)


def element_name(code: str) -> str:
    """What a data element is called, in the reader's language; its code where it has no name here."""
    names = element_names().get(code)
    return in_language(*names) if names else code


def reach_of(judged: Judged) -> str:
    """The key of `REACHES` under which an enterprise stands."""
    if judged.held is None:
        return judged.reach
    return "falls" if judged.falls else "ends" if judged.ends_soon else "reached"


def shown(quantity: Quantity | None, places: int = 1) -> str:
    """An amount for people, its unit with it; money in the unit that the rules write it in."""
    if quantity is None:
        return ""
    money = quantity.unit.dimension == "money:CNY"
    amount = quantity.to("万元") if money and quantity.base < Decimal(10**9) else quantity
    rounded = Quantity(_plain(round_half_up(amount.amount, places)), amount.unit)
    return rounded.display("en" if (get_language() or "").startswith("en") else "zh")


def why_scale(view: ScaleView) -> str:
    """One sentence that tells why an enterprise stands where it does."""
    if view.threshold is None:
        return _("This industry is counted by its qualification, not by what it earns.")
    needed = shown(view.threshold.amount)
    if view.prospect == "gone":
        return _("It is closed or has moved away, and is still on the bureau's list.")
    if view.this_year is None and view.last_year is None:
        return _("No revenue is known that may be used; %(needed)s a year are needed.") % {"needed": needed}
    if view.this_year is None:
        return _why_last_year(view, needed)
    told = _why_forecast(view, needed)
    if view.prospect in ("falls", "watch") and view.years_below:
        below = ngettext(
            "It was below for %(years)s whole year.",
            "It was below for %(years)s whole years in a row.",
            view.years_below,
        )
        return f"{told} {below % {'years': view.years_below}}"
    return told


def _why_last_year(view: ScaleView, needed: str) -> str:
    words = {"last": shown(view.last_year), "needed": needed}
    return _("Last year %(last)s; %(needed)s are needed. Nothing is known of this year yet.") % words


def what_is_missing(verdict: Verdict) -> str:
    """What a condition needs and what there is: 3.2 % of 4 %."""
    more = ">" if verdict.criterion.strict else "≥"
    if verdict.value is None:
        return f"{more} {shown(verdict.needed)}" if verdict.needed is not None else ""
    if verdict.needed is None:
        return shown(verdict.value)
    return f"{shown(verdict.value)} ({more} {shown(verdict.needed)})"


def _why_forecast(view: ScaleView, needed: str) -> str:
    foreseen = view.this_year
    assert foreseen is not None
    words = {
        "known": shown(foreseen.known),
        "month": MONTHS[foreseen.known_to],
        "total": shown(foreseen.total),
        "needed": needed,
        "cross": MONTHS[foreseen.crosses_in] if foreseen.crosses_in else "",
    }
    if foreseen.has_crossed:
        return _("%(known)s up to %(month)s: the %(needed)s were reached by %(cross)s.") % words
    if foreseen.by_last_year:
        basis = _("%(known)s up to %(month)s make %(total)s by last year's seasons")
    else:
        basis = _("%(known)s up to %(month)s make %(total)s if the year is even")
    end = (
        _("the %(needed)s are reached in %(cross)s.") if foreseen.crosses_in else _("%(needed)s are needed.")
    )
    return f"{basis % words}; {end % words}"


def _plain(amount: Decimal) -> Decimal:
    return amount.to_integral_value() if amount == amount.to_integral_value() else amount
