"""What can be done with the records of any registry: create, change, import, undo an import, save a view?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.rights import rights_of
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.kernel.registry.classes import ALL_CLASSES, FieldClass, readable_classes
from guatu.kernel.registry.declaration import Registry, Values, get_registry
from guatu.kernel.registry.imports import Judged, JudgedRow, judge
from guatu.kernel.registry.models import ImportState, Record, RecordImport, SavedView
from guatu.kernel.registry.spelling import search_text
from guatu.kernel.registry.values import text_of

SHOWN_ROWS = 500
KEY = ("id",)
_BATCH = 1000
# Imports of records follow one another, so that two of them never create the same one.
_LOCK = 0x6775_6174_7502


def create_record(
    registry: Registry, values: Values, *, by: User | None, source: str, as_of: date | None = None
) -> Record:
    """Adds a record with these values, known from `source` as of that day (today when not given)."""
    if registry.create is not None:
        return registry.create(values, by=by, source=source, as_of=as_of)
    with action(f"{registry.slug}.create", by=by):
        return insert_record(registry, values, source=source, as_of=as_of)


def change_record(
    registry: Registry,
    record: Record,
    values: Values,
    *,
    by: User | None,
    source: str,
    as_of: date | None = None,
    seen: datetime | None = None,
) -> Record:
    """Gives a record these values. Refused when it was changed since `seen`, the state its editor saw."""
    if registry.change is not None:
        return registry.change(record, values, by=by, source=source, as_of=as_of, seen=seen)
    with action(f"{registry.slug}.change", by=by):
        return update_record(registry, record, values, source=source, as_of=as_of, seen=seen)


def insert_record(registry: Registry, values: Values, *, source: str, as_of: date | None = None) -> Record:
    """Writes a new record, within an action of the trade's own."""
    record = _new_record(registry, values, clock.now(), source, as_of or clock.today())
    with _conflict_refused():
        record.save(force_insert=True)
    announce(f"registry:{registry.slug}")
    return record


def insert_records(
    registry: Registry,
    many: Iterable[Values],
    *,
    source: str,
    as_of: date,
    demonstration: bool = False,
) -> list[Record]:
    """Writes many new records in few statements, within an action of the trade's own; checks nothing."""
    now = clock.now()
    made = [_new_record(registry, values, now, source, as_of, demonstration) for values in many]
    announce(f"registry:{registry.slug}")
    return registry.model._default_manager.bulk_create(made, batch_size=_BATCH)


def update_records(
    registry: Registry, many: Iterable[tuple[Record, Values]], *, source: str, as_of: date
) -> int:
    """Writes these values into many records in few statements, within an action of the trade's own."""
    now = clock.now()
    touched: set[str] = set()
    changed: list[Record] = []
    for record, values in many:
        touched.update(_change(registry, record, values, now, source, as_of))
        changed.append(record)
    _overwrite(registry, changed, touched)
    announce(f"registry:{registry.slug}")
    return len(changed)


def update_record(
    registry: Registry,
    record: Record,
    values: Values,
    *,
    source: str,
    as_of: date | None = None,
    seen: datetime | None = None,
) -> Record:
    """Writes what differs into a record, within an action of the trade's own; nothing when nothing does."""
    standing = registry.model._default_manager.select_for_update().get(pk=record.pk)
    if seen is not None and standing.changed_at != seen:
        raise Refused(
            "changed_meanwhile",
            _("Somebody else changed this record meanwhile. Nothing was saved; look at it and try again."),
        )
    differing = {name: value for name, value in values.items() if value != _value(registry, standing, name)}
    if differing:
        touched = _change(registry, standing, differing, clock.now(), source, as_of or clock.today())
        with _conflict_refused():
            standing.save(update_fields=[_attribute(registry, name) for name in touched])
        announce(f"registry:{registry.slug}")
    return standing


def preview_import(
    registry: Registry,
    *,
    name: str,
    content: bytes,
    source: str,
    as_of: date,
    by: User | None,
    demonstration: bool = False,
) -> RecordImport:
    """Keeps a table and says what it would change and all that is wrong with it; writes no record."""
    if not source.strip():
        raise Refused("no_source", _("Say from whom the table comes."))
    if as_of > clock.today():
        raise Refused("as_of_in_future", _("The table cannot be of a day to come."))
    judged = judge(registry, content, as_of, _readable(by))
    with action(f"{registry.slug}.preview_import", by=by):
        kept = RecordImport(
            registry=registry.slug,
            name=_plain_name(name),
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            source=source.strip()[:120],
            as_of=as_of,
            demonstration=demonstration,
            created_by=by,
            created_at=clock.now(),
        )
        _store(registry, kept, judged)
        return kept


def apply_import(record_import: RecordImport, *, by: User | None, skip_wrong: bool = False) -> RecordImport:
    """Writes what the table says, checked anew against the records of this moment.

    Refused while rows are wrong, unless `skip_wrong` leaves them out. One that is applied stays as it is.
    """
    registry = get_registry(record_import.registry)
    with action(f"{registry.slug}.import", by=by):
        standing = _locked(record_import)
        if standing.state == ImportState.APPLIED:
            return standing
        if standing.state == ImportState.UNDONE:
            raise Refused("undone", _("This import was undone. Hand in the table again."))
        judged = judge(registry, bytes(standing.content), standing.as_of, _readable(by))
        _refuse_wrong(judged, skip_wrong)
        standing.state, standing.applied_by, standing.applied_at = ImportState.APPLIED, by, clock.now()
        with _conflict_refused():
            standing.changes = _write_rows(registry, judged.rows, standing)
        _store(registry, standing, judged)
        announce(f"registry:{registry.slug}")
        return standing


def undo_import(record_import: RecordImport, *, by: User | None) -> RecordImport:
    """Takes a whole import back: what it created goes, what it changed is as before.

    Refused, whole, when any of its records was changed since, or has got rows of its own (contacts …).
    """
    registry = get_registry(record_import.registry)
    with action(f"{registry.slug}.undo_import", by=by):
        standing = _locked(record_import)
        if standing.state != ImportState.APPLIED:
            return standing
        assert standing.applied_at is not None
        before = dict(standing.changes)
        records = registry.model._default_manager.select_for_update().in_bulk(list(before))
        _refuse_changed_since(registry, records, before, standing.applied_at)
        registry.model._default_manager.filter(pk__in=[pk for pk in before if before[pk] is None]).delete()
        _restore(registry, [(records[pk], values) for pk, values in before.items() if values is not None])
        standing.state, standing.undone_by, standing.undone_at = ImportState.UNDONE, by, clock.now()
        standing.save(update_fields=["state", "undone_by", "undone_at"])
        announce(f"registry:{registry.slug}")
        return standing


def save_view(registry: Registry, *, name: str, query: str, for_all: bool, by: User) -> SavedView:
    """Keeps filters, columns and order under a name; the same name again replaces them."""
    plain = " ".join(name.split())[:80]
    if not plain:
        raise Refused("no_name", _("Give the view a name."))
    if len(query) > 2000:
        raise Refused("too_long", _("The view has too many filters to be kept."))
    with action("registry.save_view", by=by):
        return SavedView.objects.update_or_create(
            registry=registry.slug,
            created_by=by,
            name=plain,
            defaults={"query": query.lstrip("?"), "for_all": for_all, "created_at": clock.now()},
        )[0]


def remove_view(view: SavedView, *, by: User) -> None:
    """Forgets a view; only its maker may."""
    if view.created_by_id != by.pk:
        raise Refused("not_yours", _("Only who saved a view may remove it."))
    with action("registry.remove_view", by=by):
        view.delete()


def search_text_of(registry: Registry, record: Record) -> str:
    """What a search looks through of this record."""
    return search_text(str(getattr(record, name) or "") for name in registry.search)


@contextmanager
def _conflict_refused() -> Iterator[None]:
    # Two people record the same enterprise in the same second: only the database sees that.
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _("Another record has the same number, or got it just now. Nothing was saved; look it up.")
        raise Refused("conflict", sentence) from error


def _readable(by: User | None) -> frozenset[FieldClass]:
    return ALL_CLASSES if by is None else readable_classes(rights_of(by))


def _attribute(registry: Registry, name: str) -> str:
    return registry.fields[name].field.attname if name in registry.fields else name


def _value(registry: Registry, record: Record, name: str) -> object:
    return getattr(record, _attribute(registry, name))


def _new_record(
    registry: Registry, values: Values, now: datetime, source: str, as_of: date, demonstration: bool = False
) -> Record:
    plain = {_attribute(registry, name): value for name, value in values.items()}
    record = registry.model(**plain)
    record.recorded_at = record.changed_at = now
    record.provenance = {"": [source, as_of.isoformat()]}
    record.demonstration = demonstration
    if registry.before_write is not None:
        registry.before_write(record, {})
    record.search_text = search_text_of(registry, record)
    return record


def _change(
    registry: Registry, record: Record, values: Values, now: datetime, source: str, as_of: date
) -> list[str]:
    """Gives the record the values, with their source; the names of all fields that must be written."""
    before = {name: _value(registry, record, name) for name in values}
    for name, value in values.items():
        setattr(record, _attribute(registry, name), value)
    further = list(registry.before_write(record, before)) if registry.before_write else []
    named = {name: [source, as_of.isoformat()] for name in (*values, *further)}
    record.provenance = {**record.provenance, **named}
    record.changed_at = now
    record.search_text = search_text_of(registry, record)
    return [*values, *further, "provenance", "changed_at", "search_text"]


def _write_rows(registry: Registry, rows: Iterable[JudgedRow], kept: RecordImport) -> list[object]:
    assert kept.applied_at is not None
    now, origin = kept.applied_at, (kept.source, kept.as_of)
    fresh: list[Record] = []
    changed: list[Record] = []
    before: list[object] = []
    touched: set[str] = set()
    for row in rows:
        if row.record is None:
            fresh.append(_new_record(registry, row.values, now, *origin, kept.demonstration))
        elif row.values:
            was = _image(registry, row.record)
            names = _change(registry, row.record, row.values, now, *origin)
            touched.update(names)
            changed.append(row.record)
            before.append([row.record.pk, {name: was[_attribute(registry, name)] for name in names}])
    registry.model._default_manager.bulk_create(fresh, batch_size=_BATCH)
    _overwrite(registry, changed, touched)
    return [*([record.pk, None] for record in fresh), *before]


def _image(registry: Registry, record: Record) -> dict[str, object]:
    values = ((field.attname, getattr(record, field.attname)) for field in record._meta.concrete_fields)
    # JSON would cut a moment to milliseconds, and it could no longer be told from another.
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def _overwrite(registry: Registry, records: Sequence[Record], names: Iterable[str]) -> None:
    """Writes these fields of many records in few statements."""
    fields = list(names)
    if records:
        # An insert that meets its own key is an update: many times faster than one CASE for each row.
        registry.model._default_manager.bulk_create(
            records, batch_size=_BATCH, update_conflicts=True, unique_fields=KEY, update_fields=fields
        )


def _restore(registry: Registry, images: Sequence[tuple[Record, Mapping[str, object]]]) -> None:
    names: set[str] = set()
    for record, image in images:
        names.update(image)
        for name, value in image.items():
            field = record._meta.get_field(name)
            setattr(record, _attribute(registry, name), field.to_python(value))  # type: ignore[union-attr]  # a concrete field
    _overwrite(registry, [record for record, _image in images], names)


def _refuse_changed_since(
    registry: Registry, records: Mapping[int, Record], before: Mapping[int, object], applied: datetime
) -> None:
    changed = [str(record) for record in records.values() if record.changed_at != applied]
    gone = len(before) - len(records)
    if changed or gone:
        sentence = _("%(count)s of its records were changed since (%(names)s). Nothing was undone.")
        words = {"count": len(changed) + gone, "names": ", ".join(changed[:5]) or "–"}
        raise Refused("changed_since", sentence % words)
    fresh = [pk for pk, image in before.items() if image is None]
    for part in registry.parts:
        rows = part.model._default_manager.filter(**{f"{part.key}__in": fresh}).count()
        if rows:
            sentence = _("%(part)s: %(count)s rows were added to its records since. Nothing was undone.")
            raise Refused("has_parts", sentence % {"part": str(part.title), "count": rows})


def _locked(record_import: RecordImport) -> RecordImport:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return RecordImport.objects.select_for_update().get(pk=record_import.pk)


def _refuse_wrong(judged: Judged, skip_wrong: bool) -> None:
    wrong = judged.counts["wrong"]
    if wrong and not skip_wrong:
        sentence = _("%(wrong)s rows are wrong. Correct them, or import the others and keep a reject file.")
        raise Refused("wrong_rows", sentence % {"wrong": wrong})
    if not judged.rows:
        raise Refused("nothing_right", _("Not one row can be imported. The reject file says why."))


def _store(registry: Registry, kept: RecordImport, judged: Judged) -> None:
    shown = [row for row in judged.rows if row.change != "unchanged"][:SHOWN_ROWS]
    if kept.state == ImportState.PREVIEWED:
        kept.rows = [_stored_row(registry, row) for row in shown]
    kept.problems = judged.problems
    kept.counts = {**judged.counts, "unknown_heads": list(judged.table.unknown_heads)}
    kept.save()


def _stored_row(registry: Registry, row: JudgedRow) -> dict[str, object]:
    first = registry.fields[registry.columns[0]]
    name = str(row.record) if row.record is not None else row.row.cells.get(first.name, "")
    before = {} if row.record is None else {n: text_of(registry.fields[n], row.record) for n in row.values}
    return {
        "sheet": row.row.sheet,
        "row": row.row.number,
        "change": row.change,
        "name": name,
        "values": [
            [n, before.get(n, ""), row.row.cells.get(n, "")] for n in row.values if n != first.name or before
        ],
    }


def _plain_name(name: str) -> str:
    """The file's own name, without folders and signs that do not print."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:255] or "table"
