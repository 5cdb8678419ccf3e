"""What does an import say: its rows and problems as they are judged, stored and shown?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext as _

from guatu.base.clock import now, today
from guatu.zone.statistics.catalogue import load_catalogue, measure_names
from guatu.zone.statistics.models import FigureImport, SourceDocument
from guatu.zone.statistics.problems import COLUMNS, sentence_of
from guatu.zone.statistics.queries import known_figures
from guatu.zone.statistics.rules import check_rows
from guatu.zone.statistics.rules.terms import Checked, Context, Figure, Key, Problem, SheetRow
from guatu.zone.statistics.sheets import read_rows

SHOWN_PROBLEMS = 200


class StoredProblem(TypedDict):
    """A problem as the database keeps it; its sentence is made when it is shown."""

    sheet: str
    row: int
    column: str
    value: str
    code: str
    severity: str
    params: dict[str, str]


class StoredRow(TypedDict):
    """A row without an error as the preview shows it; `change` is new, restated or unchanged."""

    sheet: str
    row: int
    measure: str
    period: str
    level: str
    value: str | None
    missing: str
    unit: str
    growth: str | None
    change: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A document checked against what is known: its rows as written, what they say, what that changes."""

    rows: tuple[SheetRow, ...]
    checked: Checked
    known: Mapping[Key, Figure]

    def change_of(self, figure: Figure) -> str:
        """new, restated or unchanged."""
        before = self.known.get(figure.key)
        if before is None:
            return "new"
        return "unchanged" if figure.adds_nothing_to(before) else "restated"

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, by what becomes of them."""
        changes = [self.change_of(figure) for figure in self.checked.figures]
        return {
            "rows": len(self.rows),
            "new": changes.count("new"),
            "restated": changes.count("restated"),
            "unchanged": changes.count("unchanged"),
            "wrong": len(self.checked.wrong_rows),
            "notes": sum(problem.severity == "note" for problem in self.checked.problems),
        }


def judge(document: SourceDocument) -> Judged:
    """The rows of a document against catalogue and figures of this moment; Refused when unreadable."""
    rows = read_rows(bytes(document.content))
    known = known_figures(now())
    context = Context(
        names=measure_names(),
        codes={measure.code: measure for measure in load_catalogue()},
        today=today(),
        publisher=document.publisher,
        published_on=document.published_on,
        known=known,
    )
    return Judged(rows, check_rows(rows, context), known)


def stored_problem(problem: Problem) -> StoredProblem:
    """A problem for the database."""
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "severity": problem.severity,
        "params": dict(problem.params),
    }


def stored_row(figure: Figure, change: str) -> StoredRow:
    """A row for the database."""
    return {
        "sheet": figure.sheet,
        "row": figure.row,
        "measure": figure.measure.code,
        "period": figure.period.code,
        "level": figure.level,
        "value": None if figure.amount is None else f"{figure.amount:f}",
        "missing": figure.missing_reason,
        "unit": figure.unit.code,
        "growth": None if figure.growth is None else f"{figure.growth:f}",
        "change": change,
    }


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in the reader's language."""

    sheet: str
    row: int
    column: str
    value: str
    is_error: bool
    sentence: str


def shown_problems(figure_import: FigureImport, limit: int = SHOWN_PROBLEMS) -> tuple[ShownProblem, ...]:
    """The first problems of an import, errors before notes; the reject file has all errors."""
    stored: list[StoredProblem] = figure_import.problems
    ordered = sorted(stored, key=lambda p: p["severity"])[:limit]
    return tuple(shown_problem(problem) for problem in ordered)


def shown_problem(problem: StoredProblem) -> ShownProblem:
    """A stored problem in the reader's language."""
    columns: Mapping[str, object] = {str(name): title for name, title in COLUMNS.items()}
    return ShownProblem(
        sheet=problem["sheet"],
        row=problem["row"],
        column=str(columns[problem["column"]]),
        value=problem["value"],
        is_error=problem["severity"] == "error",
        sentence=sentence_of(problem),
    )


def sentences_by_row(problems: Iterable[StoredProblem]) -> dict[tuple[str, int], list[str]]:
    """The sentences of the errors, by sheet and row."""
    sentences: dict[tuple[str, int], list[str]] = {}
    for problem in problems:
        if problem["severity"] == "error":
            shown = shown_problem(problem)
            said = _("%(column)s: %(sentence)s") % {"column": shown.column, "sentence": shown.sentence}
            sentences.setdefault((shown.sheet, shown.row), []).append(said)
    return sentences
