"""What is a form: its lines, their columns, and the items that these make? Pure, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from guatu.base.errors import GuatuError

Column = Literal["cumulative", "month", "last_year", "end"]
"""What of a line is asked: from January to now, this month alone (1–2月 together), from January to now a year
ago on this year's scope, or the state at the end of the period."""

Frequency = Literal["monthly", "quarterly", "yearly"]

SUFFIX: Mapping[Column, str] = {"cumulative": "", "end": "", "month": "_month", "last_year": "_last_year"}
_COLUMN_ZH: Mapping[Column, str] = {
    "cumulative": "累计",
    "end": "期末",
    "month": "本月",
    "last_year": "上年同期累计",
}
_COLUMN_EN: Mapping[Column, str] = {
    "cumulative": "cumulative",
    "end": "at the end",
    "month": "this month",
    "last_year": "a year before",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form. `parent` is the line that it is a part of (其中); `element` names the data element.

    `prefill` says from where it is filled in before anybody types: last (as in the period before), or
    form.item (what another return of the same enterprise says for the period). A `summand` is part of a sum
    in which others may be below zero, so that it can exceed the whole. Where a line `may_not_apply` to an
    enterprise, it says so instead of a number: not applicable is neither missing nor zero.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    columns: tuple[Column, ...] = ("cumulative",)
    required: bool = True
    parent: str = ""
    note_zh: str = ""
    note_en: str = ""
    negative: bool = False
    decimals: int = 0
    element: str = ""
    prefill: str = ""
    summand: bool = False
    may_not_apply: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One cell of a form: a column of a line. Its code is the line's, with _month or _last_year behind."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    cumulative: bool
    required: bool
    parent: str
    note_zh: str
    note_en: str
    line: str
    column: Column
    negative: bool
    decimals: int
    element: str
    prefill: str
    may_not_apply: bool

    def name(self, language: str) -> str:
        """The name in the reader's language (a language code)."""
        return self.name_en if language.startswith("en") else self.name_zh

    def note(self, language: str) -> str:
        """What the item means, in the reader's language; "" where the name says it."""
        return self.note_en if language.startswith("en") else self.note_zh


@dataclass(frozen=True)
class Form:
    """A version of a form, which says until when it may be asked (统计法 of 2009, art. 15).

    `scales` are those of the units that file it (ListedUnit). With `subject` "project" an enterprise files
    one return for each of its projects.
    """

    code: str
    version: str
    name_zh: str
    name_en: str
    valid_from: date
    valid_to: date
    frequency: Frequency
    scales: tuple[str, ...]
    source_zh: str
    source_en: str
    lines: tuple[Line, ...]
    subject: str = ""
    definition: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        codes = {line.code for line in self.lines}
        lost = [line.code for line in self.lines if line.parent and line.parent not in codes]
        if lost or len(codes) < len(self.lines):
            raise GuatuError("bad_form", f"form {self.code}: check the parents or codes of {lost or codes}")

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All cells in the order of the form, line by line."""
        return tuple(_item(line, column, self) for line in self.lines for column in line.columns)

    @cached_property
    def item_of(self) -> Mapping[str, Item]:
        """The items by code."""
        return {item.code: item for item in self.items}

    def line(self, code: str) -> Line:
        """The line with that code; KeyError when there is none."""
        return next(line for line in self.lines if line.code == code)

    def name(self, language: str) -> str:
        """The name in the reader's language (a language code)."""
        return self.name_en if language.startswith("en") else self.name_zh

    def source(self, language: str) -> str:
        """Who orders the form by which paper, with how sure that is, in the reader's language."""
        return self.source_en if language.startswith("en") else self.source_zh


def _item(line: Line, column: Column, form: Form) -> Item:
    alone = len(line.columns) == 1
    zh = line.name_zh if alone else f"{line.name_zh}（{_COLUMN_ZH[column]}）"
    en = line.name_en if alone else f"{line.name_en} ({_COLUMN_EN[column]})"
    whole = next((each for each in form.lines if each.code == line.parent and not line.summand), None)
    parent = line.parent + SUFFIX[column] if whole and column in whole.columns else ""
    prefill = {"last_year": "last_year", "month": "difference"}.get(column, line.prefill)
    return Item(
        code=line.code + SUFFIX[column],
        name_zh=zh,
        name_en=en,
        unit=line.unit,
        cumulative=column in ("cumulative", "last_year"),
        required=line.required,
        parent=parent,
        note_zh=line.note_zh,
        note_en=line.note_en,
        line=line.code,
        column=column,
        negative=line.negative,
        decimals=line.decimals,
        element=(line.element or line.code) + SUFFIX[column],
        prefill=prefill,
        may_not_apply=line.may_not_apply,
    )
