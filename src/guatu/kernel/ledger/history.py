"""What happened to one row: who, when, when recorded, what was before and after, and is it proven?"""

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

from guatu.kernel.ledger.entries import LINE
from guatu.kernel.ledger.tree import digest_called, leaf_hash

# A row of which more is told than anybody reads at once shows its newest entries.
MOST = 200

ENTRIES = sql.SQL(
    """SELECT e.seq, e.op, e.before::text, e.after::text, {line}, a.verb, a.actor, a.happened_at,
       a.recorded_at, l.hash, (SELECT min(c.sealed_at) FROM ledger_checkpoint c WHERE c.size > l.position)
FROM ledger_entry e JOIN ledger_action a ON a.id = e.action LEFT JOIN ledger_leaf l USING (seq)
WHERE e.relation = %s AND e.key = %s ORDER BY e.seq DESC LIMIT %s"""
).format(line=LINE)
PERSONAL = "SELECT reference, value FROM ledger_personal WHERE relation = %s AND key = %s"

Content = Mapping[str, object]


class Proof(Enum):
    """How an entry stands to the tree."""

    WAITING = "waiting"  # recorded, not sealed yet
    SEALED = "sealed"  # has the hash that was signed with the tree
    ALTERED = "altered"  # is not what was sealed


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words; None where there was or is nothing."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Event:
    """One entry about the row. `op` is found, insert, update or delete; `by` None is the system itself."""

    seq: int
    op: str
    verb: str
    by: str | None
    happened_at: datetime
    recorded_at: datetime
    changes: tuple[FieldChange, ...]
    proof: Proof
    sealed_at: datetime | None


def history(model: type[models.Model], pk: object) -> list[Event]:
    """What the ledger says of the row with that key, newest first."""
    table, key = model._meta.db_table, json.dumps(pk)
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES.as_string(connection.connection), [table, key, MOST])
        rows = cursor.fetchall()
        cursor.execute(PERSONAL, [table, key])
        personal = dict(cursor.fetchall())
    words = _Words(model, personal)
    told = [(row, _parse(row[2]), _parse(row[3])) for row in rows]
    words.learn(content for _row, *contents in told for content in contents)
    names = _names({row[6] for row in rows} - {None})
    return [_event(row, before, after, words, names) for row, before, after in told]


def _event(
    row: Sequence[object], before: Content, after: Content, words: _Words, names: Mapping[int, str]
) -> Event:
    seq, op, _before, _after, line, verb, actor, happened_at, recorded_at, kept, sealed_at = row
    assert isinstance(seq, int)
    assert isinstance(happened_at, datetime)
    assert isinstance(recorded_at, datetime)
    assert sealed_at is None or isinstance(sealed_at, datetime)
    return Event(
        seq,
        str(op),
        str(verb),
        names.get(actor, _("account %(number)s") % {"number": actor}) if isinstance(actor, int) else None,
        happened_at,
        recorded_at,
        tuple(
            FieldChange(words.name(field), words.say(field, before), words.say(field, after))
            for field in (after or before)
        ),
        _proof(str(line), kept),
        sealed_at,
    )


def _proof(line: str, kept: object) -> Proof:
    if kept is None:
        return Proof.WAITING
    assert isinstance(kept, bytes | memoryview)
    hashed = leaf_hash(line.encode(), digest_called(settings.LEDGER_HASH))
    return Proof.SEALED if hashed == bytes(kept) else Proof.ALTERED


def _parse(text: object) -> Content:
    parsed = json.loads(str(text), parse_float=Decimal) if text else {}
    assert isinstance(parsed, dict)
    return parsed


def _names(keys: Iterable[int]) -> dict[int, str]:
    users = get_user_model()._default_manager.in_bulk(list(keys))
    return {key: user.get_full_name() or user.get_username() for key, user in users.items()}


class _Words:
    """How the fields of a model and their values are said."""

    def __init__(self, model: type[models.Model], personal: Mapping[str, str]) -> None:
        self.fields = {field.column: field for field in model._meta.concrete_fields}
        self.personal = personal
        self.related: dict[tuple[str, object], str] = {}

    def learn(self, contents: Iterable[Content]) -> None:
        """Looks up the rows that the contents refer to, one question a field."""
        keys: dict[str, set[object]] = {}
        for content in contents:
            for column, value in content.items():
                if value is not None and self._target(column):
                    keys.setdefault(column, set()).add(value)
        for column, wanted in keys.items():
            target = self._target(column)
            assert target is not None
            for row in target._default_manager.filter(pk__in=wanted):
                self.related[column, row.pk] = str(row)

    def name(self, column: str) -> str:
        """The field's name for people; a column that is no more keeps its own."""
        field = self.fields.get(column)
        return str(capfirst(str(field.verbose_name))) if field is not None else column

    def say(self, column: str, content: Content) -> str | None:
        """The value in words."""
        value = content.get(column)
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, str):
            return self._say_text(column, value)
        if isinstance(value, dict | list):
            return json.dumps(value, ensure_ascii=False, default=str)
        return self.related.get((column, value)) or self._label(column, value)

    def _say_text(self, column: str, value: str) -> str:
        if value.startswith("ref:"):
            return self.personal.get(value, _("erased"))
        if value.startswith("sha256:"):
            return _("content with SHA-256 %(hash)s") % {"hash": value[7:19] + "…"}
        return self._label(column, value)

    def _label(self, column: str, value: object) -> str:
        field = self.fields.get(column)
        labels = dict(field.flatchoices) if field is not None and field.choices else {}
        return str(labels.get(value, value))

    def _target(self, column: str) -> type[models.Model] | None:
        field = self.fields.get(column)
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        return target if isinstance(target, type) else None
