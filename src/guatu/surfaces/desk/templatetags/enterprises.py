"""How is the ladder of enterprises said and drawn in a template?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guatu.base.quantities import Quantity, round_half_up
from guatu.kernel.burden.queries import Load
from guatu.zone.enterprises import wording
from guatu.zone.enterprises.rules.ladder import Criterion, Judged, ScaleView, Step, Verdict

register = template.Library()

_GLYPHS = {"met": "✓", "missing": "✗", "unknown": "?"}


@register.filter
def prospect(view: ScaleView) -> SafeString:
    """How an enterprise stands to the bureau's list, as a chip."""
    return _chip(*wording.PROSPECTS[view.prospect])


@register.filter
def reach(judged: Judged) -> SafeString:
    """How far an enterprise is from a title or a board, as a chip."""
    return _chip(*wording.REACHES[wording.reach_of(judged)])


@register.filter
def verdict_mark(verdict: Verdict) -> SafeString:
    """Whether a condition is met, by a sign and in words."""
    word = wording.STATES[verdict.state]
    return format_html(
        '<span class="verdict verdict--{}"><span aria-hidden="true">{}</span> {}</span>',
        verdict.state,
        _GLYPHS[verdict.state],
        word,
    )


@register.filter
def why(view: ScaleView) -> str:
    """One sentence that tells why."""
    return wording.why_scale(view)


@register.filter
def rule_name(rule: Step | Criterion) -> str:
    """What a step or a condition is called."""
    return wording.name_of(rule)


@register.filter
def verdict_amount(verdict: Verdict) -> str:
    """What there is, and what is needed."""
    return wording.what_is_missing(verdict)


@register.filter
def amount(quantity: Quantity | None) -> str:
    """An amount with its unit; nothing for None."""
    return wording.shown(quantity)


@register.filter
def element_name(code: str) -> str:
    """What a data element is called."""
    return wording.element_name(code)


@register.filter
def grouped(count: int) -> str:
    """A count in groups of three."""
    return f"{count:,}"


@register.filter
def percent(share: Decimal | None) -> str:
    """A share with one decimal; nothing for None."""
    return "" if share is None else f"{round_half_up(share, 1)} %"


def _chip(word: object, tone: str) -> SafeString:
    tinted = f" chip--{tone}" if tone else ""
    return format_html('<span class="chip{}">{}</span>', tinted, word)


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month of a year as a bar of a hundred: what was typed below, what was filled in before above it."""

    number: int
    name: str
    load: Load
    typed: int
    prefilled: int

    @property
    def typed_top(self) -> int:
        """Where the lower part begins, from the top."""
        return 100 - self.typed

    @property
    def prefilled_top(self) -> int:
        """Where the upper part begins, from the top."""
        return 100 - self.typed - self.prefilled


@register.inclusion_tag("desk/enterprises/months.html")
def month_bars(months: Sequence[Load], year: int) -> dict[str, object]:
    """The months of a year as bars, those that are not over left out; with the table behind them."""
    most = max((month.typed + month.prefilled for month in months), default=0) or 1
    bars = [
        MonthBar(
            number=number,
            name=date_format(date(year, number, 1), "M"),
            load=load,
            typed=round(load.typed * 100 / most),
            prefilled=round(load.prefilled * 100 / most),
        )
        for number, load in enumerate(months, 1)
    ]
    return {"bars": bars, "year": year}
