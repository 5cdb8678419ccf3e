"""How are the parts of a target shown: those that the plan names, divisions of industry, single firms?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from guatu.base.quantities import Quantity
from guatu.plan.tracking.contributions import Part, contributions, rest_of
from guatu.plan.tracking.terms import Contribution, Status
from guatu.plan.tracking.words import period_name
from guatu.surfaces.wall.shown import Scale, percent, signed
from guatu.zone.enterprises.rules.industries import industry_in_words
from guatu.zone.statistics.returns.contributing import ReportedPart, ReportedWhole

#: As many firms as a table can show and a person can call.
MOST_FIRMS = 12
#: Of the gaps of all parts, regardless of sign, this share has to be left when they are added up.
_FROM = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class AddingRow:
    """One part in words; `key` leads to the target that it is, where it is one."""

    name: str
    amount: str
    share: str
    gap: str
    gap_share: str
    growth_share: str
    pull: str
    key: int | None


@dataclass(frozen=True, slots=True)
class AddingTable:
    """The parts of a whole for one period, and where they come from."""

    title: str
    note: str
    unit: str
    rows: tuple[AddingRow, ...]


def named_parts(found: Sequence[Contribution], scale: Scale) -> AddingTable | None:
    """The parts that the plan itself names; None where it names none."""
    return _table(_("Parts in the plan"), "", found, scale)


def division_parts(whole: ReportedWhole, status: Status, scale: Scale) -> AddingTable | None:
    """Divisions of industry by the released sums; those of few firms stand together in the last row."""
    asked = _asked_growth(status)
    above = _part("", whole.amount, whole.before, asked)
    parts = [_part(industry_in_words(p.name) or p.name, p.amount, p.before, asked) for p in whole.divisions]
    rest = rest_of(above, parts, _("divisions of few firms, not shown singly"))
    if not parts:
        return None
    shown = contributions(above, [*parts, rest] if rest else parts)
    return _table(_("Divisions of industry"), _note(whole), shown, scale)


def firm_parts(
    whole: ReportedWhole, firms: Sequence[ReportedPart], status: Status, scale: Scale
) -> AddingTable | None:
    """The firms that moved the sum most; only for who may read single returns."""
    asked = _asked_growth(status)
    above = _part("", whole.amount, whole.before, asked)
    parts = [_part(firm.name, firm.amount, firm.before, asked) for firm in firms[:MOST_FIRMS]]
    title = _("Firms that moved it most, for statistics officers only")
    return _table(title, _note(whole), contributions(above, parts), scale)


def _note(whole: ReportedWhole) -> str:
    words = {"counted": whole.counted, "asked": whole.asked, "period": period_name(whole.period)}
    return _("from the returns of %(counted)s of %(asked)s firms, %(period)s") % words


def _asked_growth(status: Status) -> Decimal | None:
    """What the pace asks of every part alike: the expected amount over the comparable base of the whole."""
    base = status.observation.comparable_base if status.observation else None
    if status.expected is None or base is None or not base.base or not status.adds_up:
        return None
    return status.expected.base / base.base


def _part(name: str, amount: Quantity, before: Quantity | None, asked: Decimal | None) -> Part:
    expected = None if before is None or asked is None else Quantity(before.amount * asked, before.unit)
    return Part(name, amount, expected, before)


def _table(title: str, note: str, found: Sequence[Contribution], scale: Scale) -> AddingTable | None:
    found = _without_small_gap(found)
    fitting = [each for each in found if each.amount.unit.dimension == scale.unit.dimension]
    return (
        AddingTable(title, note, scale.name, tuple(_row(each, scale) for each in fitting))
        if fitting
        else None
    )


def _without_small_gap(found: Sequence[Contribution]) -> Sequence[Contribution]:
    """Shares of a gap that nearly cancels out say nothing: parts would have hundreds of per cent of it."""
    gaps = [each.gap.base for each in found if each.gap is not None]
    whole, apart = abs(sum(gaps, Decimal(0))), sum(map(abs, gaps), Decimal(0))
    if whole >= apart * _FROM:
        return found
    return [replace(each, gap_share=None) for each in found]


def _row(each: Contribution, scale: Scale) -> AddingRow:
    return AddingRow(
        name=each.name,
        amount=scale.estimated(each.amount).number,
        share=percent(each.share),
        gap="" if each.gap is None else signed(scale.amount(each.gap), max(scale.shown_places, 1)),
        gap_share=percent(each.gap_share),
        growth_share=percent(each.growth_share),
        pull="" if each.pull is None else signed(each.pull, 2),
        key=each.key,
    )
