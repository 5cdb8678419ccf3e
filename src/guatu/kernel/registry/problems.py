"""How is it said what is wrong with a value, in the language of whoever reads it later?"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal, TypedDict, cast

from django.utils.translation import gettext

Severity = Literal["error", "note"]


class StoredProblem(TypedDict):
    """A problem of an import as the database keeps it."""

    sheet: str
    row: int
    field: str
    value: str
    message: str
    params: dict[str, str]
    severity: Severity


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field and what to do: `message` is English and translated when it is shown.

    Mark messages with `gettext_noop`. An error keeps a row out; a note is only shown.
    """

    field: str
    message: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
    severity: Severity = "error"

    @property
    def sentence(self) -> str:
        """The sentence in the reader's language."""
        return sentence_of(self.message, self.params)


def sentence_of(message: str, params: Mapping[str, str]) -> str:
    """The message in the reader's language with its parameters."""
    said = gettext(message)
    return said % params if params else said


def stored(problem: Problem, sheet: str, row: int, value: str) -> StoredProblem:
    """A problem of a row for the database."""
    return {
        "sheet": sheet,
        "row": row,
        "field": problem.field,
        "value": value[:200],
        "message": problem.message,
        "params": dict(problem.params),
        "severity": problem.severity,
    }


def sentences_by_row(problems: list[StoredProblem]) -> dict[tuple[str, int], list[str]]:
    """The sentences of the errors by sheet and row."""
    found: dict[tuple[str, int], list[str]] = {}
    for problem in problems:
        if problem["severity"] == "error":
            sentence = sentence_of(problem["message"], cast("Mapping[str, str]", problem["params"]))
            found.setdefault((problem["sheet"], problem["row"]), []).append(sentence)
    return found
