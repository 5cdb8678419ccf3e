"""What happened to one record: who, when, when recorded, what was before and after, and is it proven?

    history_of(enterprise, may_read=readable, parts=[HistoryPart(Contact, "enterprise", readable_contact)])

gives the newest fifty entries about the record and its parts; with `before=` the number of the last of them,
the next fifty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from psycopg import sql

from guatu.kernel.access.naming import person_name
from guatu.kernel.ledger.entries import LINE
from guatu.kernel.ledger.tree import digest_called, leaf_hash
from guatu.kernel.ledger.wording import MASK, REFERENCE, Content, MayRead, Wording

__all__ = ["MASK", "FieldChange", "HistoryEntry", "HistoryPart", "Proof", "history_of"]

PAGE = 50

ENTRIES = sql.SQL(
    """SELECT e.seq, e.relation, c.key, c.op, c.before::text, c.after::text, {line}, l.hash,
       a.verb, a.reason, a.request, a.actor, a.happened_at, a.recorded_at,
       (SELECT c.sealed_at FROM ledger_checkpoint c WHERE c.size > l.position ORDER BY c.size LIMIT 1)
FROM ledger_entries_about(%(tables)s::text[], %(keys)s::text[]) found (seq) JOIN ledger_entry e USING (seq)
CROSS JOIN LATERAL ledger_changes(e.seq) c
JOIN ledger_action a ON a.id = e.action LEFT JOIN ledger_leaf l ON l.seq = e.seq
WHERE e.seq < %(before)s
    AND (e.relation, c.key) IN (SELECT * FROM unnest(%(tables)s::text[], %(keys)s::text[]))
ORDER BY e.seq DESC LIMIT %(most)s"""
).format(line=LINE)
PERSONAL = "SELECT reference, value FROM ledger_personal WHERE reference = ANY(%s)"
# What was removed says in its last entry to which record it belonged.
REMOVED = """SELECT c.key FROM ledger_removals(%s) found (seq), ledger_changes(found.seq) c
WHERE c.relation = %s AND c.op = 'delete' AND c.before ->> %s = %s"""
NEWEST = 2**63 - 1


class Proof(Enum):
    """How an entry stands to the tree."""

    WAITING = "waiting"  # recorded, not sealed yet
    SEALED = "sealed"  # has the hash that was signed with the tree
    ALTERED = "altered"  # is not what was sealed


@dataclass(frozen=True)
class HistoryPart:
    """Rows that hang on a record by the field `key` (contacts, titles).

    `may_read` says which of their fields may be read.
    """

    model: type[models.Model]
    key: str
    may_read: MayRead


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words.

    `field` is its name in code, `name` the one for people; None is nothing, `MASK` what may not be read.
    """

    field: str
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class HistoryEntry:
    """One entry about a row. `op` is found, insert, update or delete; `by` None is the system itself.

    `part` says of which kind the row is where it is not the record itself ("Contact"), empty otherwise.
    `reason` is why, where somebody said so. A `request` is one of that `actor` (a key): whoever asked may
    have chosen its number, so that alone it says nothing.
    `seq` is the number that `guatu ledger prove` asks for; `sealed_at` None means it waits for the sealer.
    """

    seq: int
    op: str
    verb: str
    by: str | None
    happened_at: datetime
    recorded_at: datetime
    changes: tuple[FieldChange, ...]
    proof: Proof
    sealed_at: datetime | None
    part: str = ""
    reason: str = ""
    request: str = ""
    actor: int | None = None


@dataclass(frozen=True)
class _Told:
    """A row of the query."""

    seq: int
    relation: str
    key: str
    op: str
    before: Content
    after: Content
    line: str
    hash: bytes | None
    verb: str
    reason: str | None
    request: str | None
    actor: int | None
    happened_at: datetime
    recorded_at: datetime
    sealed_at: datetime | None


def history_of(
    instance: models.Model,
    *,
    may_read: MayRead,
    parts: Sequence[HistoryPart] = (),
    before: int | None = None,
    most: int = PAGE,
) -> tuple[HistoryEntry, ...]:
    """What the ledger says of a record and its parts, newest first, at most that many older than `before`.

    `may_read` is asked with the name of each field; what it denies is masked. Of a removed part, everything
    since it came is told; a part that was moved to another record is told of there.
    """
    table = instance._meta.db_table
    rows = [(table, _as_key(instance.pk)), *(row for part in parts for row in _rows_of(part, instance))]
    told = _ask(rows, before or NEWEST, most)
    wordings = {part.model._meta.db_table: Wording(part.model, part.may_read) for part in parts}
    wordings[table] = Wording(type(instance), may_read)
    for relation, wording in wordings.items():
        contents = [
            each for entry in told if entry.relation == relation for each in (entry.before, entry.after)
        ]
        wording.personal = _personal(contents)
        wording.learn(contents)
    names = _names(entry.actor for entry in told if entry.actor is not None)
    return tuple(_entry(each, wordings[each.relation], names, table) for each in told)


def _ask(rows: Sequence[tuple[str, str]], before: int, most: int) -> list[_Told]:
    tables, keys = [table for table, _key in rows], [key for _table, key in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            ENTRIES.as_string(connection.connection),
            {"tables": tables, "keys": keys, "before": before, "most": most},
        )
        return [
            _Told(seq, relation, key, op, _parse(old), _parse(new), *rest)
            for seq, relation, key, op, old, new, *rest in cursor.fetchall()
        ]


def _rows_of(part: HistoryPart, instance: models.Model) -> list[tuple[str, str]]:
    """Table and key of each row that hangs on the record, and of each that did until it was removed."""
    table, link = part.model._meta.db_table, part.model._meta.get_field(part.key)
    assert isinstance(link, models.ForeignKey)
    present = part.model._default_manager.filter(**{part.key: instance}).values_list("pk", flat=True)
    keys = {_as_key(pk) for pk in present}
    with connection.cursor() as cursor:
        cursor.execute(REMOVED, [table, table, link.column, str(instance.pk)])
        keys |= {key for (key,) in cursor.fetchall()}
    return [(table, key) for key in sorted(keys)]


def _as_key(pk: object) -> str:
    """A primary key of one column as the database's to_json writes it."""
    return json.dumps(pk if isinstance(pk, int) else str(pk), ensure_ascii=False)


def _entry(told: _Told, wording: Wording, names: Mapping[int, str], table: str) -> HistoryEntry:
    is_part = told.relation != table
    return HistoryEntry(
        told.seq,
        told.op,
        told.verb,
        _who(told.actor, names),
        told.happened_at,
        told.recorded_at,
        tuple(
            FieldChange(
                wording.field_of(column),
                wording.name(column),
                wording.say(column, told.before),
                wording.say(column, told.after),
            )
            for column in (told.after or told.before)
        ),
        _proof(told),
        told.sealed_at,
        str(capfirst(str(wording.model._meta.verbose_name))) if is_part else "",
        told.reason or "",
        told.request or "",
        told.actor,
    )


def _who(actor: int | None, names: Mapping[int, str]) -> str | None:
    return None if actor is None else names.get(actor, _("account %(number)s") % {"number": actor})


def _proof(told: _Told) -> Proof:
    if told.hash is None:
        return Proof.WAITING
    hashed = leaf_hash(told.line.encode(), digest_called(settings.LEDGER_HASH))
    return Proof.SEALED if hashed == bytes(told.hash) else Proof.ALTERED


def _parse(text: str | None) -> Content:
    parsed = json.loads(text, parse_float=Decimal) if text else {}
    assert isinstance(parsed, dict)
    return parsed


def _personal(contents: Iterable[Content]) -> dict[str, str]:
    """The values that the references in the contents stand for, without those that were erased."""
    references = {
        value
        for content in contents
        for value in content.values()
        if isinstance(value, str) and value.startswith(REFERENCE)
    }
    if not references:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(PERSONAL, [list(references)])
        return dict(cursor.fetchall())


def _names(keys: Iterable[int]) -> dict[int, str]:
    users = get_user_model()._default_manager.in_bulk(list(keys))
    return {key: person_name(user) for key, user in users.items()}
