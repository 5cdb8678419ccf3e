"""How are this month's returns told on the wall: how many are in, of how many? No return is looked into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guatu.kernel.access.models import in_language
from guatu.surfaces.wall.bullet import per_cent
from guatu.surfaces.wall.shown import month_day, period_in_short
from guatu.zone.statistics.returns.counting import Round, days_left

MOST_BESIDE = 2


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A form for a period: counts, the widths of its bar in per cent, and what its day is."""

    key: str
    name: str
    period: str
    listed: int
    filed: int
    verified: int
    filed_width: str
    verified_width: str
    due: str
    late: bool

    @property
    def complete(self) -> bool:
        """Whether all are in."""
        return self.filed == self.listed


def rounds_beside(rows: Sequence[RoundRow]) -> tuple[RoundRow, ...]:
    """The two that the overview has room for: those that somebody still has to file before the complete."""
    return tuple(sorted(rows, key=lambda row: row.complete)[:MOST_BESIDE])


def round_rows(rounds: Sequence[Round], day: date) -> tuple[RoundRow, ...]:
    """This month's returns, by the day on which they are due."""
    return tuple(_row(each, day) for each in rounds)


def _row(found: Round, day: date) -> RoundRow:
    return RoundRow(
        key=f"{found.due.form}-{found.due.period.code}",
        name=in_language(found.name_zh, found.name_en),
        period=period_in_short(found.due.period),
        listed=found.listed,
        filed=found.filed,
        verified=found.verified,
        filed_width=per_cent(Decimal(found.filed) / found.listed),
        verified_width=per_cent(Decimal(found.verified) / found.listed),
        due=_due_in_words(found, day),
        late=days_left(found.due, day) < 0 and found.filed < found.listed,
    )


def _due_in_words(found: Round, day: date) -> str:
    if found.filed == found.listed:
        return _("all are in")
    left = days_left(found.due, day)
    if left < 0:
        missing = found.listed - found.filed
        words = ngettext("%(count)s late", "%(count)s late", missing)
        return words % {"count": missing}
    return _("due %(day)s") % {"day": month_day(found.due.file_by)}
