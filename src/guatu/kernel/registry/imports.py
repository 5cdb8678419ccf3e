"""What would a handed-in table change, and what is wrong with it? All is said before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop

from guatu.base import clock
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import FieldInfo, Registry
from guatu.kernel.registry.duplicates import kept_instead, traits_of, traits_on_record
from guatu.kernel.registry.likeness import Likenesses, Reason, Traits
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.problems import Problem, StoredProblem, stored
from guatu.kernel.registry.tables import Table, TableRow, read_table
from guatu.kernel.registry.values import UnreadableError, link_keys, problem_of, read_value

Change = Literal["new", "changed", "unchanged"]

_NO_KEY = gettext_noop("The row cannot be told apart from others: fill in %(keys)s.")
_MISSING = gettext_noop("%(field)s is missing, and a new record must have it.")
_REPEATED = gettext_noop("Row %(row)s has the same %(field)s. Delete one of them.")
_TWO_RECORDS = gettext_noop(
    "It means “%(one)s” by one number and “%(other)s” by another. Correct one of them."
)
_CLOSED = gettext_noop("You may not read %(field)s, so you cannot write it. Leave the column out.")
_NEWER = gettext_noop("What is on record is newer (%(day)s) and stays.")
_STANDS_FOR = gettext_noop(
    "The record with this number is a duplicate of “%(name)s”, which is changed instead."
)
_LIKE_RECORD = {
    Reason.CODE: gettext_noop("Perhaps the same as “%(name)s” on record: the number names the same body."),
    Reason.NAME: gettext_noop("Perhaps the same as “%(name)s” on record: it has the same name."),
    Reason.SOUND: gettext_noop("Perhaps the same as “%(name)s” on record: the name sounds the same."),
    Reason.SPELLING: gettext_noop("Perhaps the same as “%(name)s” on record: the name is nearly the same."),
}
_LIKE_ROW = {
    Reason.CODE: gettext_noop("Perhaps the same as row %(row)s: the number names the same body."),
    Reason.NAME: gettext_noop("Perhaps the same as row %(row)s: it has the same name."),
    Reason.SOUND: gettext_noop("Perhaps the same as row %(row)s: the name sounds the same."),
    Reason.SPELLING: gettext_noop("Perhaps the same as row %(row)s: the name is nearly the same."),
}


@dataclass(slots=True)
class JudgedRow:
    """A row that can be written: which record it means, None for a new one, and the values that differ."""

    row: TableRow
    record: Record | None
    values: dict[str, object]

    @property
    def change(self) -> Change:
        """What becomes of it."""
        if self.record is None:
            return "new"
        return "changed" if self.values else "unchanged"


@dataclass(slots=True)
class Judged:
    """A table checked against the records of this moment."""

    table: Table
    rows: list[JudgedRow] = field(default_factory=list)
    problems: list[StoredProblem] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, by what becomes of them."""
        changes = [row.change for row in self.rows]
        return {
            "rows": len(self.table.rows),
            **{change: changes.count(change) for change in ("new", "changed", "unchanged")},
            "wrong": len({(p["sheet"], p["row"]) for p in self.problems if p["severity"] == "error"}),
            "notes": sum(problem["severity"] == "note" for problem in self.problems),
        }


def judge(registry: Registry, content: bytes, as_of: date, readable: frozenset[FieldClass]) -> Judged:
    """Reads the table and checks every row to its end; Refused only when the file cannot be used at all."""
    judged = Judged(read_table(registry, content))
    checker = _Checker(registry, judged, as_of, readable)
    checker.check_all()
    return judged


class _Checker:
    def __init__(
        self, registry: Registry, judged: Judged, as_of: date, readable: frozenset[FieldClass]
    ) -> None:
        self.registry, self.judged, self.as_of, self.readable = registry, judged, as_of, readable
        self.today = clock.today()
        rows = judged.table.rows
        self.on_record = _records_by_key(registry, rows)
        used = {name for row in rows for name in row.cells}
        links = (info for info in registry.fields.values() if info.kind == "link" and info.name in used)
        self.links = {info.name: link_keys(info) for info in links}
        self.seen: dict[tuple[str, str], int] = {}
        self.standing_in = _standing_in(registry, self.on_record.values())

    def check_all(self) -> None:
        for row in self.judged.table.rows:
            found = self._check(row)
            if found is not None:
                self.judged.rows.append(found)
        self._point_out_likeness()

    def _check(self, row: TableRow) -> JudgedRow | None:
        values, problems = self._read(row)
        records = self._records_of(values)
        record = records[0] if records else None
        if len(records) > 1:
            problems.append(self._two_records(*records[:2]))
        if record is None:
            problems += self._missing(values, problems)
        if not any(self._key(name, values) for name in self.registry.import_keys):
            problems.append(self._no_key())
        problems += self._repeated(row, values)
        if self.registry.check is not None:
            whole = {**(_values(self.registry, record) if record else {}), **values}
            problems += self.registry.check(whole, self.today)
        problems += self._leave_numbers_of_duplicates(values)
        values, kept = self._differing(record, values)
        problems += kept
        self._keep(row, problems)
        if any(problem.severity == "error" for problem in problems):
            return None
        return JudgedRow(row, record, values)

    def _read(self, row: TableRow) -> tuple[dict[str, object], list[Problem]]:
        values: dict[str, object] = {}
        problems: list[Problem] = []
        for name, text in row.cells.items():
            info = self.registry.fields[name]
            if info.field_class not in self.readable:
                problems.append(Problem(name, _CLOSED, {"field": info.label}))
                continue
            try:
                values[name] = read_value(info, text, self.links)
            except UnreadableError as error:
                problems.append(problem_of(info, error, text))
        return values, problems

    def _missing(self, values: Mapping[str, object], problems: Iterable[Problem]) -> list[Problem]:
        said = {problem.field for problem in problems}
        wanted = (info for info in self.registry.fields.values() if info.required)
        return [
            Problem(info.name, _MISSING, {"field": info.label})
            for info in wanted
            if info.name not in values and info.name not in said
        ]

    def _no_key(self) -> Problem:
        first = self.registry.import_keys[0]
        keys = " / ".join(self.registry.fields[name].label for name in self.registry.import_keys)
        return Problem(first, _NO_KEY, {"keys": keys})

    def _key(self, name: str, values: Mapping[str, object]) -> str:
        value = values.get(name)
        return str(value) if value not in (None, "") else ""

    def _records_of(self, values: Mapping[str, object]) -> list[Record]:
        found: dict[int, Record] = {}
        for name in self.registry.import_keys:
            record = self.on_record.get((name, self._key(name, values)))
            if record is not None:
                record = self.standing_in.get(record.pk, record)
                found.setdefault(record.pk, record)
        return list(found.values())

    def _two_records(self, one: Record, other: Record) -> Problem:
        return Problem(self.registry.import_keys[0], _TWO_RECORDS, {"one": str(one), "other": str(other)})

    def _repeated(self, row: TableRow, values: Mapping[str, object]) -> Iterator[Problem]:
        for name in self.registry.import_keys:
            key = self._key(name, values)
            if not key:
                continue
            first = self.seen.setdefault((name, key), row.number)
            if first != row.number:
                label = self.registry.fields[name].label
                yield Problem(name, _REPEATED, {"row": str(first), "field": label})

    def _differing(
        self, record: Record | None, values: dict[str, object]
    ) -> tuple[dict[str, object], list[Problem]]:
        """The values that the record does not have yet; what is on record as of a later day stays."""
        if record is None:
            return values, []
        differing: dict[str, object] = {}
        problems: list[Problem] = []
        for name, value in values.items():
            if value == getattr(record, self.registry.fields[name].field.attname):
                continue
            day = record.source_of(name)[1]
            if day is not None and day > self.as_of:
                problems.append(Problem(name, _NEWER, {"day": day.isoformat()}, "note"))
            else:
                differing[name] = value
        return differing, problems

    def _leave_numbers_of_duplicates(self, values: dict[str, object]) -> Iterator[Problem]:
        """The number of a duplicate stays the duplicate's; what stands for it is meant."""
        for name in self.registry.import_keys:
            found = self.on_record.get((name, self._key(name, values)))
            kept = self.standing_in.get(found.pk) if found is not None else None
            if kept is not None:
                del values[name]
                yield Problem(name, _STANDS_FOR, {"name": str(kept)}, "note")

    def _point_out_likeness(self) -> None:
        """Notes at each new row of which record, or of which earlier row, it may be the same."""
        fresh = [row for row in self.judged.rows if row.record is None]
        if not fresh or not self.registry.near:
            return
        # Keys of records are positive; the rows of the table count downward from -1.
        rows = {-at: row for at, row in enumerate(fresh, 1)}
        traits = [traits_of(self.registry, key, row.values) for key, row in rows.items()]
        likenesses = Likenesses([*traits_on_record(self.registry), *traits])
        likest = {each.key: alike for each in traits if (alike := _likest(likenesses, each))}
        names = _names_of(self.registry, (partner for partner, _reason in likest.values() if partner > 0))
        for key, (partner, reason) in likest.items():
            message = _LIKE_RECORD[reason] if partner > 0 else _LIKE_ROW[reason]
            said = {"name": names[partner]} if partner > 0 else {"row": str(rows[partner].row.number)}
            self._keep(rows[key].row, [Problem(self.registry.near[0], message, said, "note")])

    def _keep(self, row: TableRow, problems: Iterable[Problem]) -> None:
        self.judged.problems += [
            stored(problem, row.sheet, row.number, row.cells.get(problem.field, "")) for problem in problems
        ]


def _likest(likenesses: Likenesses, traits: Traits) -> tuple[int, Reason] | None:
    """The key of the record, or of the earlier row, that a row is likest to, and why."""
    for alike in likenesses.like(traits):
        partner = alike.other if alike.one == traits.key else alike.one
        if partner > 0 or partner > traits.key:
            return partner, alike.reasons[0]
    return None


def _names_of(registry: Registry, keys: Iterable[int]) -> dict[int, str]:
    records = registry.model._default_manager.filter(pk__in=set(keys))
    return {pk: str(name) for pk, name in records.values_list("pk", registry.near[0])}


def _standing_in(registry: Registry, found: Iterable[Record]) -> dict[int, Record]:
    """For each of these that is a duplicate, the record that stands for it."""
    kept = kept_instead(registry) if registry.near else {}
    ends = {record.pk: kept[record.pk] for record in found if record.pk in kept}
    records = registry.model._default_manager.in_bulk(list(ends.values()))
    return {pk: records[end] for pk, end in ends.items()}


def _values(registry: Registry, record: Record) -> dict[str, object]:
    return {name: getattr(record, info.field.attname) for name, info in registry.fields.items()}


def _records_by_key(registry: Registry, rows: Sequence[TableRow]) -> dict[tuple[str, str], Record]:
    found: dict[tuple[str, str], Record] = {}
    by_pk: dict[int, Record] = {}
    for name in registry.import_keys:
        info = registry.fields[name]
        keys = [key for row in rows if (key := _readable_key(info, row.cells.get(name, "")))]
        for record in registry.model._default_manager.filter(**{f"{name}__in": keys}):
            # One object a record, whichever number finds it.
            same = by_pk.setdefault(record.pk, record)
            found[name, str(getattr(record, info.field.attname))] = same
    return found


def _readable_key(info: FieldInfo, text: str) -> object:
    try:
        return read_value(info, text, {}) if text else None
    except UnreadableError:
        return None
