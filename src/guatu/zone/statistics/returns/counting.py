"""How many returns of a month are in, as it was known at a moment? Counts alone, which everybody may see."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from guatu.base.clock import day_of
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.calendar import Due, dues_between
from guatu.zone.statistics.returns.listing import listed_count
from guatu.zone.statistics.returns.models import Return, ReturnedFiling
from guatu.zone.statistics.returns.store import opened_for

#: What may change these counts: the tables behind them.
TABLES = tuple(model._meta.db_table for model in (Return, ReturnedFiling))


@dataclass(frozen=True, slots=True)
class Round:
    """A form for a period: of `listed` returns `filed` are in, and `verified` of these are checked.

    Of a form that is filed by project every project that was begun counts, because no list says how many
    there will be.
    """

    due: Due
    name_zh: str
    name_en: str
    listed: int
    filed: int
    verified: int


def rounds_at(moment: datetime) -> tuple[Round, ...]:
    """The returns that are due in the month of that moment and whose period is over, by their days."""
    day = day_of(moment)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    dues = [due for due in dues_between(day.replace(day=1), last) if due.period.end < day]
    counted = _counts(dues, moment)
    rounds = (_round(due, *counted.get((due.form, due.period.code), (0, 0, 0))) for due in dues)
    return tuple(each for each in rounds if each.listed)


def days_left(due: Due, day: date) -> int:
    """How many days are left until it is to be filed; below zero once it is late."""
    return (due.file_by - day).days


def _counts(dues: Sequence[Due], moment: datetime) -> dict[tuple[str, str], tuple[int, int, int]]:
    sent_back_later = ReturnedFiling.objects.filter(
        return_filed=OuterRef("pk"), filed_at__lte=moment, returned_at__gt=moment
    )
    stands = Q(filed_at__lte=moment) & (Q(returned_at=None) | Q(returned_at__lt=F("filed_at")))
    with opened_for(None):
        rows = Return.objects.filter(
            form_code__in={due.form for due in dues},
            period__in={due.period.code for due in dues},
            revision=1,
            opened_at__lte=moment,
        )
        found = rows.values_list("form_code", "period").annotate(
            begun=Count("pk"),
            filed=Count("pk", filter=stands | Q(Exists(sent_back_later))),
            verified=Count("pk", filter=Q(verified_at__lte=moment)),
        )
        return {(form, code): tuple(counts) for form, code, *counts in found.order_by()}


def _round(due: Due, begun: int, filed: int, verified: int) -> Round:
    form = version_for(due.form, due.period)
    listed = begun if form.subject else max(listed_count(form, due.period), filed)
    return Round(due, form.name_zh, form.name_en, listed, filed, verified)
