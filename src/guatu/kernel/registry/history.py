"""What was done to a record and its parts, as a reader may know it, and what proves it?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.db import connection
from django.utils.translation import gettext as _

from guatu.base.clock import lives_in_own_year
from guatu.base.errors import Refused
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.ledger.history import MASK, FieldChange, HistoryEntry, HistoryPart, Proof, history_of
from guatu.kernel.ledger.installation import own_notary
from guatu.kernel.ledger.proofs import prove_entry
from guatu.kernel.registry.declaration import FieldInfo, Part, Registry
from guatu.kernel.registry.models import Record

PAGE = 50
# What the machinery keeps beside what people say of a record.
_OF_THE_MACHINERY = frozenset(
    {"id", "search_text", "provenance", "demonstration", "recorded_at", "changed_at"}
)
# What the ledger keeps instead of a value: a reference to a personal one, a fingerprint of a long one.
_STANDS_FOR = ("ref:", "sha256:")
_LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a record's history: what changed, from which source it was known and as of when.

    `written_at` is when it was recorded by the clock that also says when it happened; None where none does.
    """

    entry: HistoryEntry
    verb: str
    changes: tuple[FieldChange, ...]
    source: str
    as_of: date | None
    written_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether it was recorded more than a day after it happened."""
        return self.written_at is not None and self.written_at - self.entry.happened_at > _LATE

    @property
    def may_be_proven(self) -> bool:
        """Whether a proof can be taken along: it is sealed, and as it was sealed."""
        return self.entry.proof is Proof.SEALED


def tell_history(
    registry: Registry,
    record: Record,
    readable: frozenset[FieldClass],
    *,
    before: int | None = None,
    most: int = PAGE,
) -> list[Told]:
    """The newest entries about the record and its parts, at most that many older than `before`."""
    entries = history_of(
        record,
        may_read=_reads(registry.class_of, readable),
        parts=[_history_part(part, readable) for part in registry.parts],
        before=before,
        most=most,
    )
    keys = {part.key for part in registry.parts}
    return [_told(registry, entry, keys) for entry in entries]


def prove_to(registry: Registry, record: Record, readable: frozenset[FieldClass], seq: int) -> str | None:
    """The proof of an entry for `verify_ledger.py`; None where it is not about this record.

    A proof holds the whole entry, so it is refused to somebody who may not read all that is in it.
    """
    found = tell_history(registry, record, readable, before=seq + 1, most=1)
    if not found or found[0].entry.seq != seq:
        return None
    if not found[0].may_be_proven:
        raise Refused("not_sealed", _("This entry is not sealed yet. It can be proven after the next seal."))
    connection.ensure_connection()
    proof = prove_entry(connection.connection, own_notary(), seq)
    masked = {change.field for change in found[0].entry.changes if MASK in (change.before, change.after)}
    if masked and _tells(proof, seq, masked):
        raise Refused("kept_closely", _("This entry holds fields that your account may not read."))
    return proof


def _reads(class_of: Callable[[str], FieldClass], readable: frozenset[FieldClass]) -> Callable[[str], bool]:
    return lambda name: class_of(name) in readable


def _history_part(part: Part, readable: frozenset[FieldClass]) -> HistoryPart:
    return HistoryPart(
        part.model, part.key, _reads(lambda name: part.classes.get(name, FieldClass.OPEN), readable)
    )


def _told(registry: Registry, entry: HistoryEntry, keys: set[str]) -> Told:
    hidden = _OF_THE_MACHINERY | (keys if entry.part else set())
    worded = (_as_in_lists(registry, entry, change) for change in entry.changes if change.field not in hidden)
    changes = tuple(change for change in worded if change.before or change.after)
    source, as_of = _source(entry)
    return Told(entry, _verb(registry, entry), changes, source, as_of, _written_at(entry))


def _written_at(entry: HistoryEntry) -> datetime | None:
    """When it was recorded: as the ledger says, whose clock nobody sets.

    Where the zone lives in its own year, that clock says nothing about what happened in that year; there the
    moment counts that the record itself was given, and what keeps none is not compared.
    """
    if not lives_in_own_year():
        return entry.recorded_at
    given = {change.field: change.after for change in entry.changes}
    moment = given.get("changed_at") or given.get("recorded_at")
    return datetime.fromisoformat(moment) if moment else None


def _verb(registry: Registry, entry: HistoryEntry) -> str:
    words = {
        f"{registry.slug}.create": _("recorded"),
        f"{registry.slug}.change": _("changed"),
        f"{registry.slug}.import": _("imported from a table"),
        f"{registry.slug}.undo_import": _("import undone"),
    }
    of_rows = {
        "found": _("was there before the ledger"),
        "insert": _("added"),
        "update": _("changed"),
        "delete": _("removed"),
    }
    return words.get(entry.verb, of_rows[entry.op])


def _source(entry: HistoryEntry) -> tuple[str, date | None]:
    """From which source the newly written values are known: of several, the one that most name."""
    known = next((change for change in entry.changes if change.field == "provenance"), None)
    if known is None or known.after is None:
        return "", None
    before, after = _parsed(known.before), _parsed(known.after)
    fresh = [tuple(origin) for name, origin in after.items() if before.get(name) != origin]
    if not fresh:
        return "", None
    source, day = max(fresh, key=fresh.count)
    return source, date.fromisoformat(day)


def _parsed(text: str | None) -> Mapping[str, list[str]]:
    parsed = json.loads(text) if text else {}
    assert isinstance(parsed, dict)
    return parsed


def _as_in_lists(registry: Registry, entry: HistoryEntry, change: FieldChange) -> FieldChange:
    """The change with numbers, codes and lists said as people say them."""
    info = None if entry.part else registry.fields.get(change.field)
    before, after = (_in_words(registry, info, text) for text in (change.before, change.after))
    return FieldChange(change.field, change.name, before, after)


def _in_words(registry: Registry, info: FieldInfo | None, text: str | None) -> str | None:
    if text is None or text == MASK:
        return text
    if text.startswith(("[", "{")):
        fields = registry.fields
        return ", ".join(fields[leaf].label if leaf in fields else leaf for leaf in _leaves(text))
    if info is not None and info.kind == "number":
        return _number(info, text)
    return info.reads(text) if info is not None and info.reads is not None and info.kind == "text" else text


def _number(info: FieldInfo, text: str) -> str:
    try:
        return f"{Decimal(text).normalize():,f} {info.unit}".rstrip()
    except InvalidOperation:
        return text


def _leaves(text: str) -> Iterator[str]:
    """What a list of lists says, without its brackets; text that only looks like one stays."""
    try:
        waiting = [json.loads(text)]
    except ValueError:
        yield text
        return
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, dict | list):
            waiting[:0] = found.values() if isinstance(found, dict) else found
        elif found not in (None, ""):
            yield str(found)


def _tells(proof: str, seq: int, fields: set[str]) -> bool:
    """Whether the proof shows one of these fields as it is, not by a reference or a fingerprint."""
    start = f'{{"seq":{seq},'
    lines = (str(step["line"]) for step in json.loads(proof)["entries"])
    entry = json.loads(next(line for line in lines if line.startswith(start)))
    columns = {*fields, *(f"{name}_id" for name in fields)}
    shown = [
        value
        for side in ("before", "after")
        for name, value in (entry[side] or {}).items()
        if name in columns
    ]
    return any(value not in (None, "") and not str(value).startswith(_STANDS_FOR) for value in shown)
