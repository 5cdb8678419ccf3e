"""How does a table come in: previewed, applied, undone as a whole?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.classes import ALL_CLASSES, FieldClass, readable_classes
from guatu.kernel.access.rights import rights_of
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.kernel.registry.actions.duplicates import look_for_duplicates
from guatu.kernel.registry.actions.writing import (
    BATCH,
    attribute_of,
    conflict_refused,
    fill_changes,
    fill_record,
    overwrite,
)
from guatu.kernel.registry.declaration import Registry, get_registry
from guatu.kernel.registry.imports import Judged, JudgedRow, judge
from guatu.kernel.registry.models import ImportState, Likeness, Record, RecordImport, Verdict
from guatu.kernel.registry.values import text_of

SHOWN_ROWS = 500
# Imports of records follow one another, so that two of them never create the same one.
_LOCK = 0x6775_6174_7502


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
        with conflict_refused():
            standing.changes = _write_rows(registry, judged.rows, standing)
        _store(registry, standing, judged)
        look_for_duplicates(registry, by=by, among=[pk for pk, _before in standing.changes])
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
        fresh = [pk for pk, image in before.items() if image is None]
        likenesses = Likeness.objects.filter(Q(one__in=fresh) | Q(other__in=fresh), registry=registry.slug)
        likenesses.delete()
        _take_away(registry, fresh)
        _restore(registry, [(records[pk], values) for pk, values in before.items() if values is not None])
        standing.state, standing.undone_by, standing.undone_at = ImportState.UNDONE, by, clock.now()
        standing.save(update_fields=["state", "undone_by", "undone_at"])
        announce(f"registry:{registry.slug}")
        return standing


def _take_away(registry: Registry, fresh: Iterable[int]) -> None:
    try:
        registry.model._default_manager.filter(pk__in=list(fresh)).delete()
    except ProtectedError as error:
        kinds = {str(row._meta.verbose_name_plural) for row in error.protected_objects}
        sentence = _("Other records hang on its records since (%(kinds)s). Nothing was undone.")
        raise Refused("has_parts", sentence % {"kinds": ", ".join(sorted(kinds))}) from error


def _readable(by: User | None) -> frozenset[FieldClass]:
    return ALL_CLASSES if by is None else readable_classes(rights_of(by))


def _write_rows(registry: Registry, rows: Iterable[JudgedRow], kept: RecordImport) -> list[object]:
    assert kept.applied_at is not None
    now, origin = kept.applied_at, (kept.source, kept.as_of)
    fresh: list[Record] = []
    changed: list[Record] = []
    before: list[object] = []
    touched: set[str] = set()
    for row in rows:
        if row.record is None:
            fresh.append(fill_record(registry, row.values, now, *origin, kept.demonstration))
        elif row.values:
            was = _image(registry, row.record)
            names = fill_changes(registry, row.record, row.values, now, *origin)
            touched.update(names)
            changed.append(row.record)
            before.append([row.record.pk, {name: was[attribute_of(registry, name)] for name in names}])
    registry.model._default_manager.bulk_create(fresh, batch_size=BATCH)
    overwrite(registry, changed, touched)
    return [*([record.pk, None] for record in fresh), *before]


def _image(registry: Registry, record: Record) -> dict[str, object]:
    values = ((field.attname, getattr(record, field.attname)) for field in record._meta.concrete_fields)
    # JSON would cut a moment to milliseconds, and it could no longer be told from another.
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def _restore(registry: Registry, images: Sequence[tuple[Record, Mapping[str, object]]]) -> None:
    names: set[str] = set()
    for record, image in images:
        names.update(image)
        for name, value in image.items():
            field = record._meta.get_field(name)
            setattr(record, attribute_of(registry, name), field.to_python(value))  # type: ignore[union-attr]  # a concrete field
    overwrite(registry, [record for record, _image in images], names)


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
    _refuse_pointed_to(registry, fresh)
    for part in registry.parts:
        rows = part.model._default_manager.filter(**{f"{part.key}__in": fresh}).count()
        if rows:
            sentence = _("%(part)s: %(count)s rows were added to its records since. Nothing was undone.")
            raise Refused("has_parts", sentence % {"part": str(part.title), "count": rows})


def _refuse_pointed_to(registry: Registry, fresh: Sequence[int]) -> None:
    of_fresh = Q(one__in=fresh) | Q(other__in=fresh)
    same = Likeness.objects.filter(of_fresh, registry=registry.slug, verdict=Verdict.SAME).count()
    if same:
        sentence = _("%(count)s of its records were called one with others since. Nothing was undone.")
        raise Refused("called_same", sentence % {"count": same})


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
