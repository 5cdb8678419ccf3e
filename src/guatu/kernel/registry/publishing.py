"""What of a registry does everybody see: its public face, a table with its schema, a proof?

The face is the registry without all that is not declared public: lists, records and files are made from it as
from any registry, so what is not in it has no way out. What a search looks through is not in it either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.conf import settings
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.utils import translation

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.ledger.history import Proof, history_of
from guatu.kernel.ledger.installation import own_notary
from guatu.kernel.ledger.proofs import prove_entry
from guatu.kernel.registry.declaration import FieldInfo, Kind, Registry
from guatu.kernel.registry.lists import Listing
from guatu.kernel.registry.models import PublicFile, Record
from guatu.kernel.registry.seeing import public_records
from guatu.kernel.registry.spelling import folded
from guatu.kernel.registry.values import cell_of
from guatu.kernel.sheets.writing import Cell, csv_file

OPEN = frozenset({FieldClass.OPEN})
# Told of every record, so that nobody takes an invented one for a real one.
DEMONSTRATION = "demonstration"
_TYPES: Mapping[Kind, str] = {"number": "number", "day": "date", "flag": "string"}
_LANGUAGE = "zh-hans"


class OpenListing(Listing):
    """A list for everybody: it is searched in what it shows, and in nothing else."""

    def __init__(self, registry: Registry, given: Mapping[str, str]) -> None:
        super().__init__(public_face(registry), public_records(registry), given, OPEN)

    def _searched(self) -> Q:
        condition = Q()
        texts = [info.name for info in self.registry.fields.values() if info.kind == "text"]
        for term in self.asked.split()[:8]:
            either = Q(pk__in=())
            for name in texts:
                either |= Q(**{f"{name}__icontains": term}) | Q(**{f"{name}__icontains": folded(term)})
            condition &= either
        return condition


def public_face(registry: Registry) -> Registry:
    """The registry with nothing but its public columns; GuatuError where it is not public."""
    if registry.public is None:
        raise GuatuError("not_public", f"registry {registry.slug} is not public")
    columns = registry.public.columns
    order = registry.order if registry.order.removeprefix("-") in columns else ""
    return replace(
        registry,
        columns=columns,
        form=columns,
        search=(),
        filters=tuple(name for name in registry.filters if isinstance(name, str) and name in columns),
        order=order,
        totals=(),
        parts=(),
        panels=(),
        map=None,
        timeline=None,
        note=registry.public.note,
    )


def public_files(registry: Registry) -> QuerySet[PublicFile]:
    """The files of a registry that everybody may take along, the newest first."""
    return files_of(registry.slug)


def files_of(name: str) -> QuerySet[PublicFile]:
    """The open files of that name, the newest first: of a registry, or of what else is published so."""
    return PublicFile.objects.filter(registry=name).order_by("-number")


def public_table(registry: Registry) -> tuple[bytes, int]:
    """All public records as csv, and how many they are; the same records give the same bytes."""
    face = public_face(registry)
    lines = 0

    def cells() -> Iterator[list[Cell]]:
        nonlocal lines
        links = [info.name for info in face.fields.values() if info.kind == "link"]
        records = public_records(registry).order_by("pk").defer("search_text", "provenance")
        for record in (records.select_related(*links) if links else records).iterator(chunk_size=2000):
            lines += 1
            yield [*(cell_of(info, record, OPEN) for info in face.fields.values()), _demonstration(record)]

    with translation.override(_LANGUAGE):
        content = csv_file([*face.fields, DEMONSTRATION], cells())
    return content, lines


def table_schema(registry: Registry) -> dict[str, object]:
    """The columns of the table, as Frictionless Data's Table Schema describes them."""
    face = public_face(registry)
    told = {"name": DEMONSTRATION, "type": "boolean", "title": "演示数据", "title_en": "demonstration data"}
    schema: dict[str, object] = {
        "fields": [*(_column(info) for info in face.fields.values()), told],
        "missingValues": [""],
    }
    keys = [name for name in registry.import_keys if name in face.fields and face.fields[name].required]
    return {**schema, "primaryKey": keys[0]} if keys else schema


def data_package(name: str, title: str, file: PublicFile) -> dict[str, object]:
    """What a machine must know of a file: where it is, its hash, its columns, its proof (Data Package)."""
    licence = {"title": settings.OPEN_LICENCE, "path": settings.OPEN_LICENCE_URL}
    told = {key: value for key, value in licence.items() if value}
    return {
        "profile": "tabular-data-package",
        "name": f"guatu-{name}",
        "title": title,
        "created": file.made_at.isoformat(),
        "version": str(file.number),
        **({"licenses": [told]} if told else {}),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"files/{file.number}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(file.content),
                "hash": f"sha256:{file.sha256}",
                "rows": file.rows,
                "schema": file.schema,
                "proof": f"files/{file.number}.proof.json",
            }
        ],
    }


def proof_of_file(file: PublicFile) -> str:
    """The proof that the ledger holds the file's hash, for `verify_ledger.py`; Refused while unsealed."""
    entry = history_of(file, may_read=lambda name: True)[-1]
    if entry.proof is not Proof.SEALED:
        raise Refused("not_sealed", "The file is not sealed yet.")
    connection.ensure_connection()
    return prove_entry(connection.connection, own_notary(), entry.seq)


def _demonstration(record: Record) -> str:
    return "true" if record.demonstration else "false"


def _column(info: FieldInfo) -> dict[str, object]:
    with translation.override(_LANGUAGE):
        title, choices = info.label, [label for _value, label in info.choices]
    with translation.override("en"):
        title_en = info.label
    kind = "integer" if isinstance(info.field, models.IntegerField) else _TYPES.get(info.kind, "string")
    constraints = {"required": info.required, "unique": info.field.unique, "enum": choices}
    told = {
        "title": title,
        "title_en": title_en,
        "unit": info.unit,
        "constraints": {name: value for name, value in constraints.items() if value},
    }
    return {"name": info.name, "type": kind, **{name: value for name, value in told.items() if value}}
