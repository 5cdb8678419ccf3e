"""How do the sums of returns leave the store? As a release in which no firm can be recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.access.rights import require_of
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.calendar import Due, dues_between
from guatu.zone.statistics.returns.forms import Form
from guatu.zone.statistics.returns.listing import listed_count
from guatu.zone.statistics.returns.measures import shown_items
from guatu.zone.statistics.returns.models import ReleasedSums, Return, ReturnState
from guatu.zone.statistics.returns.rules.cells import amounts
from guatu.zone.statistics.returns.rules.summing import (
    Cells,
    Reported,
    Sums,
    changed_firms,
    is_recognisable,
    is_recognisable_by_item,
    items_told_apart,
    sum_up,
)
from guatu.zone.statistics.returns.rules.terms import plain
from guatu.zone.statistics.returns.store import opened_for

COUNTED = (ReturnState.VERIFIED, ReturnState.LOCKED)
LOOK_BACK = timedelta(days=60)
RECOGNISABLE = later(
    "One or two firms changed since the last release: the difference would tell what they said."
)
# Releases follow one another, so that two of them never count the same revision.
_LOCK = 0x6775_6174_7502


def release_sums(form_code: str, period: Period, *, by: User | None) -> ReleasedSums:
    """Releases what the verified returns of a form and period sum to; the same sums again add nothing.

    Refused when nothing is verified, and when the difference to a release before would tell what one firm
    reported. Where the divisions of an item would tell it beside those of a release before, they are masked.
    """
    require_of(by, "returns.verify")
    form = version_for(form_code, period)
    with action("statistics.release_sums", by=by):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        earlier = ReleasedSums.objects.filter(form_code=form_code, period=period.code).order_by("revision")
        before = earlier.last()
        with opened_for(by):
            returns = counted_returns(form_code, period)
            asked = _asked(form, period)
            reported = _reported(returns)
            known = [(release, _as_it_was(release)) for release in earlier]
        _refuse_items_of_few(form, [rows for _release, rows in known], reported)
        sums = _apart(summed(form, returns), known, reported)
        return _released(form, period, before, returns, sums, max(asked, len(returns)), by)


def release_due_sums(today: date) -> int:
    """Releases the sums of the rounds that were to be checked lately, where that tells of no firm; how many.

    A second run on the same day finds nothing new.
    """
    lately = (due for due in dues_between(today - LOOK_BACK, today) if due.verify_by < today)
    return sum(_released_if_possible(due) for due in lately)


def _released_if_possible(due: Due) -> bool:
    before = ReleasedSums.objects.filter(form_code=due.form, period=due.period.code).count()
    try:
        return release_sums(due.form, due.period, by=None).revision > before
    except Refused:
        return False


def counted_returns(form_code: str, period: Period) -> dict[int, list[Return]]:
    """The returns that count, by firm: the latest verified revision of each subject. The store is open."""
    rows = Return.objects.filter(form_code=form_code, period=period.code, state__in=COUNTED)
    latest = {(row.enterprise_id, row.subject): row for row in rows.order_by("enterprise_id", "revision")}
    found: dict[int, list[Return]] = {}
    for (firm, _subject), row in latest.items():
        found.setdefault(firm, []).append(row)
    return found


def _asked(form: Form, period: Period) -> int:
    """How many firms have to report: those listed, or those that began where a form is filed by project."""
    if not form.subject:
        return listed_count(form, period)
    begun = Return.objects.filter(form_code=form.code, period=period.code)
    return begun.values("enterprise_id").distinct().count()


def summed(form: Form, returns: Mapping[int, list[Return]]) -> Sums:
    """What these returns sum to: every item but single months, which are differences."""
    items = [item.code for item in form.items if item.column != "month"]
    return sum_up(_reported(returns).values(), items)


def _reported(returns: Mapping[int, list[Return]]) -> dict[int, Reported]:
    return {
        firm: Reported(firm, rows[0].industry[:3], _of_firm(rows)) for firm, rows in returns.items() if rows
    }


def _of_firm(rows: Sequence[Return]) -> Mapping[str, Decimal | None]:
    """What a firm reported, its projects summed."""
    if len(rows) == 1:
        return amounts(rows[0].values)
    totals: dict[str, Decimal | None] = {}
    for row in rows:
        for item, amount in amounts(row.values).items():
            totals[item] = (totals.get(item) or 0) + amount if amount is not None else totals.get(item)
    return totals


def _released(
    form: Form,
    period: Period,
    before: ReleasedSums | None,
    returns: Mapping[int, list[Return]],
    sums: Sums,
    asked: int,
    by: User | None,
) -> ReleasedSums:
    keys = {firm: " ".join(str(row.pk) for row in rows) for firm, rows in returns.items()}
    known = {} if before is None else {int(firm): str(key) for firm, key in before.returns.items()}
    if not keys and before is None:
        raise Refused("nothing_verified", _("No return of this form and period is verified yet."))
    if before is not None and not changed_firms(known, keys):
        return before
    if before is not None and is_recognisable(known, keys):
        raise Refused("recognisable", str(RECOGNISABLE))
    announce("figures")
    return ReleasedSums.objects.create(
        form_code=form.code,
        period=period.code,
        period_end=period.end,
        revision=1 if before is None else before.revision + 1,
        asked=asked,
        counted=len(returns),
        totals=_stored(sums.totals),
        divisions={item: _stored(cells) for item, cells in sums.divisions.items()},
        returns={str(firm): key for firm, key in keys.items()},
        released_at=now(),
        released_by=by,
    )


def _refuse_items_of_few(
    form: Form, earlier: Iterable[Mapping[int, Reported]], reported: Mapping[int, Reported]
) -> None:
    """Refuses where the difference of a number that is shown would tell of a firm, whoever else changed.

    Two firms that corrected something else, or nothing, do not hide the third.
    """
    items = shown_items(form.code)
    if any(is_recognisable_by_item(before, reported, items) for before in earlier):
        raise Refused("recognisable", str(RECOGNISABLE))


def _as_it_was(release: ReleasedSums) -> dict[int, Reported]:
    """What each firm reported in the returns that the release counted. The store is open."""
    keys = {int(firm): [int(key) for key in str(row).split()] for firm, row in release.returns.items()}
    rows = Return.objects.in_bulk([key for each in keys.values() for key in each])
    return _reported({firm: [rows[key] for key in each] for firm, each in keys.items()})


def _apart(
    sums: Sums,
    earlier: Iterable[tuple[ReleasedSums, Mapping[int, Reported]]],
    reported: Mapping[int, Reported],
) -> Sums:
    """The sums with the divisions of an item masked where a release before would tell of a firm by them."""
    told: set[str] = set()
    for release, before in earlier:
        told |= items_told_apart(before, _shown(release), reported, sums.divisions)
    divisions = {
        item: dict.fromkeys(cells) if item in told else cells for item, cells in sums.divisions.items()
    }
    return replace(sums, divisions=divisions)


def _shown(release: ReleasedSums) -> Cells:
    return {
        item: {division: None if text is None else Decimal(text) for division, text in cells.items()}
        for item, cells in release.divisions.items()
    }


def _stored(totals: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {key: None if amount is None else plain(amount) for key, amount in totals.items()}
