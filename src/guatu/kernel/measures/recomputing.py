"""How are numbers formed anew after what they are made of was written?

Triggers note what a write touched and when (`watching.py`). Here the touched measures are asked of their
sources as of each of these moments, what is different is added to the store, and the notes are taken away:
one transaction: killed half-way nothing is lost, done twice nothing is added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db import connection

from guatu.base import clock
from guatu.kernel.ledger.context import action
from guatu.kernel.measures import registry
from guatu.kernel.measures.forming import Formed, by_source, form, next_month
from guatu.kernel.measures.models import FillState, Touch
from guatu.kernel.measures.registry import Registered
from guatu.kernel.notices import announce

Say: TypeAlias = Callable[[str], None]

# Numbers are formed one after the other, so that two never compare with the same former number.
_LOCK = 0x6775_6174_7504
TOPIC = "figures"
# A backlog of more moments is formed once a day of it.
MOST_MOMENTS = 300


def form_touched(*, patience_ms: int = 0) -> Formed:
    """Forms anew what writes or time touched since; gives what was added.

    With `patience_ms` it waits no longer than that for another that forms, and raises OperationalError.
    """
    with action("measures.form", by=None):
        _take_turn(patience_ms)
        formed = _form_touched()
        if formed.added:
            announce(TOPIC)
        return formed


def recompute(codes: Iterable[str] | None = None, *, say: Say | None = None) -> Formed:
    """Forms the measures anew from nothing as of now, touched or not; gives what was added.

    What was touched is formed before, as of its own moments.
    """
    with action("measures.form", by=None):
        _take_turn(0)
        total = _form_touched()
        entries = [entry for entry in registry.entries(codes) if entry.topic]
        for source, its_entries in by_source(entries).items():
            present = clock.now()
            its_codes = [entry.measure.code for entry in its_entries]
            moments = {code: {present} for code in its_codes}
            total += form(its_entries, moments, known_from=dict.fromkeys(its_codes, present))
            if say is not None:
                say(f"{source.__module__}: {len(its_entries)}")
        if total.added:
            announce(TOPIC)
        return total


def _take_turn(patience_ms: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(int(patience_ms))])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SET LOCAL lock_timeout = 0")


def _form_touched() -> Formed:
    touches = list(Touch.objects.order_by("pk"))
    entries = [entry for entry in registry.entries() if entry.topic]
    unknown = {touch.topic for touch in touches if touch.moment is None}
    known = {entry.measure.code: clock.now() for entry in entries if entry.topic in unknown}
    formed = form(entries, _moments(touches, entries), known_from=known, since=_first_days(touches))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM measures_touch WHERE id = ANY(%s)", [[touch.pk for touch in touches]])
    return formed


def _first_days(touches: Sequence[Touch]) -> dict[str, date]:
    """By topic the first day that was touched, where all touches say so."""
    found: dict[str, date] = {}
    for topic in {touch.topic for touch in touches}:
        days = [touch.first_day for touch in touches if touch.topic == topic]
        told = [day for day in days if day is not None]
        if len(told) == len(days):
            found[topic] = min(told)
    return found


def _moments(touches: Sequence[Touch], entries: Sequence[Registered]) -> dict[str, set[datetime]]:
    """As of which moments each measure is to be formed."""
    present = clock.now()
    touched: dict[str, set[datetime]] = {}
    for touch in touches:
        touched.setdefault(touch.topic, set()).add(touch.moment or present)
    states = {state.measure: state for state in FillState.objects.filter(period="")}
    found: dict[str, set[datetime]] = {}
    for entry in entries:
        moments = set(touched.get(entry.topic, ()))
        state = states.get(entry.measure.code)
        if state is not None and state.rule_version != entry.measure.rule_version:
            moments.add(present)
        if entry.moved_by_time:
            moments |= _turns_of_month(moments, state, present)
        if moments:
            found[entry.measure.code] = _few(moments)
    return found


def _turns_of_month(
    moments: Collection[datetime], state: FillState | None, present: datetime
) -> set[datetime]:
    """The beginnings of months that changed the numbers without a write."""
    begun = [moment for moment in (state.valid_until if state else None, *moments) if moment is not None]
    if not begun:
        return set()
    found = set()
    turn = next_month(min(begun) - timedelta(microseconds=1))
    while turn <= present:
        found.add(turn)
        turn = next_month(turn)
    return found


def _few(moments: set[datetime]) -> set[datetime]:
    if len(moments) <= MOST_MOMENTS:
        return moments
    by_day: dict[date, datetime] = {}
    for moment in sorted(moments):
        by_day[clock.day_of(moment)] = moment
    return set(by_day.values())
