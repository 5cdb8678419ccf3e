"""Did two plays give the same? One digest over numbers, lights and what the ledger says was written.

Left out is what differs between any two databases: keys, moments of recording, salts, and the fingerprints
that are made with them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import connection

from guatu.base import clock
from guatu.base.quantities import Quantity
from guatu.kernel.measures import registry
from guatu.plan.models import ItemState, LightTurn, Plan
from guatu.plan.tracking.queries import statuses
from guatu.site.ledger_policy import POLICY

_ENTRIES = "SELECT relation, op, after::text FROM ledger_entry WHERE after IS NOT NULL ORDER BY seq"
_NOT_ALIKE = ("_id", "_at", "_by", "key", "salt", "secret", "token", "identity", "actor", "xact")
# Rows about rows: they name others by their keys.
_ABOUT_ROWS = frozenset(
    {"plan_change", "plan_item_change", "measures_storedobservation", "measures_fillstate"}
)


def digest(day: date) -> str:
    """The SHA-256 over what was known at the end of the day, whose parts are sorted lines of text."""
    whole = hashlib.sha256()
    for part in (_numbers(day), _lights(day), _turns(), _payloads()):
        for line in sorted(part):
            whole.update(f"{line}\n".encode())
    return whole.hexdigest()


def _numbers(day: date) -> Iterator[str]:
    codes = [measure.code for measure in registry.all_measures()]
    for code, told in registry.observations_of(codes, known_at=clock.end_of(day)).items():
        for each in told:
            value = _plain(each.value.base) if isinstance(each.value, Quantity) else each.value.reason.value
            base = _plain(each.comparable_base.base) if each.comparable_base else ""
            growth = "" if each.growth is None else _plain(each.growth)
            yield f"number {code} {each.period.code} {value} {growth} {base}"


def _lights(day: date) -> Iterator[str]:
    for plan in Plan.objects.filter(demonstration=True, state="published"):
        found = statuses(plan, known_at=clock.end_of(day))
        measures = plan.targets.filter(state=ItemState.ACCEPTED).values_list("pk", "measure")
        for key, measure in measures:
            yield f"light {measure} {found[key].light} {found[key].reason.code}"


def _turns() -> Iterator[str]:
    for turn in LightTurn.objects.select_related("target"):
        yield f"turn {turn.target.measure} {turn.day} {turn.light} {turn.reason_code}"


def _payloads() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES)
        for relation, op, after in cursor.fetchall():
            rows = [] if relation in _ABOUT_ROWS else json.loads(after)
            for row in rows if isinstance(rows, list) else [rows]:
                said = json.dumps(_alike(relation, row), ensure_ascii=False, sort_keys=True)
                yield f"{op} {relation} {said}"


def _alike(relation: str, row: dict[str, object]) -> dict[str, object]:
    """What of a row is the same in every play: simple values that no key, moment or chance stands in."""
    hidden = {*POLICY.fingerprinted.get(relation, ()), *POLICY.personal.get(relation, ())}
    return {
        name: value
        for name, value in row.items()
        if name != "id" and name not in hidden and not name.endswith(_NOT_ALIKE)
        if not isinstance(value, dict | list)
    }


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
