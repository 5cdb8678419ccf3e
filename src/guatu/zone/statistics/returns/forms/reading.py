"""How is a form read from its file, or from what the database kept of it? Pure, no Django."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast, get_args

from guatu.base.errors import GuatuError
from guatu.zone.statistics.returns.forms.definition import Column, Form, Frequency, Line

FOLDER = Path(__file__).parent

Table = Mapping[str, object]


def form_codes() -> tuple[str, ...]:
    """The codes of all forms."""
    return tuple(dict.fromkeys(form.code for form in all_forms()))


def load_form(code: str, on: date) -> Form:
    """The version of the form that holds on that day; GuatuError `no_form` when there is none yet."""
    held = [form for form in all_forms() if form.code == code and form.valid_from <= on]
    if not held:
        raise GuatuError("no_form", f"no form {code} holds on {on}")
    return held[-1]


@cache
def all_forms() -> tuple[Form, ...]:
    """All versions of all forms, the oldest version of each first; read once per process."""
    return tuple(
        form for file in sorted(FOLDER.glob("*.toml")) for form in read_forms(file.read_text("utf-8"))
    )


def read_forms(text: str) -> tuple[Form, ...]:
    """The versions of one form from the text of its file."""
    table = cast("dict[str, object]", tomllib.loads(text))
    lines: tuple[Line, ...] = ()
    forms: list[Form] = []
    for version in cast("list[dict[str, object]]", table["version"]):
        lines = _changed(lines, version)
        forms.append(_form(table, version, lines))
    return tuple(forms)


def form_of(definition: Table) -> Form:
    """The form that the database kept as `Form.definition`."""
    lines = tuple(_line(line) for line in cast("list[Table]", definition["lines"]))
    return _form(definition, definition, lines)


def _form(table: Table, version: Table, lines: tuple[Line, ...]) -> Form:
    frequency = str(table["frequency"])
    if frequency not in get_args(Frequency):
        raise GuatuError("bad_form", f"form {table['code']}: no frequency is called {frequency}")
    definition = {
        "code": table["code"],
        "version": str(version["version"]),
        "name_zh": table["name_zh"],
        "name_en": table["name_en"],
        "valid_from": str(version["valid_from"]),
        "valid_to": str(version["valid_to"]),
        "frequency": frequency,
        "scales": table["scales"],
        "subject": table.get("subject", ""),
        "source_zh": version["source_zh"],
        "source_en": version["source_en"],
        "lines": [_plain(line) for line in lines],
    }
    return Form(
        code=str(table["code"]),
        version=str(version["version"]),
        name_zh=str(table["name_zh"]),
        name_en=str(table["name_en"]),
        valid_from=date.fromisoformat(str(version["valid_from"])),
        valid_to=date.fromisoformat(str(version["valid_to"])),
        frequency=cast("Frequency", frequency),
        scales=tuple(cast("Sequence[str]", table["scales"])),
        source_zh=str(version["source_zh"]),
        source_en=str(version["source_en"]),
        lines=lines,
        subject=str(table.get("subject", "")),
        definition=definition,
    )


def _changed(lines: tuple[Line, ...], version: Table) -> tuple[Line, ...]:
    """The lines of the version before, without those dropped; a new line comes after the one it names."""
    dropped = set(cast("Sequence[str]", version.get("drop", ())))
    kept = [line for line in lines if line.code not in dropped]
    for table in cast("list[dict[str, object]]", version.get("line", [])):
        after = table.pop("after", None)
        line = _line(table)
        place = next((i for i, each in enumerate(kept) if each.code in (line.code, after)), len(kept) - 1)
        replaced = place >= 0 and bool(kept) and kept[place].code == line.code
        kept[place if replaced else place + 1 : place + 1] = [line]
    return tuple(kept)


def _line(table: Table) -> Line:
    unknown = set(table) - set(Line.__dataclass_fields__)
    columns = tuple(cast("Sequence[Column]", table.get("columns", ("cumulative",))))
    if unknown or not set(columns) <= set(get_args(Column)):
        raise GuatuError("bad_form", f"line {table.get('code')}: check columns and keys {sorted(unknown)}")
    return Line(**{**cast("dict[str, object]", table), "columns": columns})  # type: ignore[arg-type]  # checked above


def _plain(line: Line) -> dict[str, object]:
    plain: dict[str, object] = {name: getattr(line, name) for name in Line.__dataclass_fields__}
    return {**plain, "columns": list(line.columns)}
