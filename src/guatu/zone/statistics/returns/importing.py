"""What does a sheet of returns say, row by row: which are right, what is wrong with the others?"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, cast

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guatu.base.periods import Period
from guatu.kernel import directory
from guatu.kernel.directory import Entity
from guatu.zone.statistics.returns.asking import Beside, beside, latest, outside, version_for
from guatu.zone.statistics.returns.forms import Form, last_period
from guatu.zone.statistics.returns.listing import listed_for
from guatu.zone.statistics.returns.models import (
    SALT_BYTES,
    Content,
    Return,
    ReturnImport,
    ReturnState,
    StoredFinding,
)
from guatu.zone.statistics.returns.rules.cells import tidy
from guatu.zone.statistics.returns.rules.checking import check_return, complete
from guatu.zone.statistics.returns.rules.terms import Facts, Finding
from guatu.zone.statistics.returns.sheets import FirmRow, read_firm_rows, reject_file
from guatu.zone.statistics.returns.words import finding_of, shown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROW_FAULTS: Mapping[str, StrOrPromise] = {
    "no_firm": _("No enterprise has the code “%(value)s”. Compare it with the licence."),
    "not_listed": _("%(value)s is not asked for this form in this period."),
    "twice": _("Row %(other_row)s is about the same enterprise. Delete one of them."),
    "filed": _("Its return is filed already. Send it back first, or leave the row out."),
    "done": _("Its return is verified already. Begin a correction first, or leave the row out."),
    "name": _("The directory calls it “%(other)s”, the sheet “%(value)s”. Is it the right row?"),
}


class RowProblem(TypedDict):
    """What is wrong with a row: a fault of the row itself, or a finding about one of its cells."""

    row: int
    fault: str
    params: dict[str, str]
    finding: StoredFinding | None


class StoredRow(TypedDict):
    """A row that can be applied: whose it is, what it says, and what stood there before, to be undone."""

    row: int
    enterprise_id: int
    values: dict[str, str | None]
    origins: dict[str, str]
    remarks: dict[str, str]
    findings: list[StoredFinding]


class StoodBefore(TypedDict):
    """What an import wrote over, as it stood."""

    content: Content
    state: str
    filed_at: str | None
    filed_by: int | None
    happened_at: str | None


class Outcome(TypedDict):
    """What an import keeps of a sheet. The salt keeps its fingerprint in the ledger from being guessed."""

    salt: str
    rows: list[StoredRow]
    problems: list[RowProblem]
    counts: dict[str, int]
    before: dict[str, StoodBefore | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and what it is checked against: the firms asked, their returns, what is known beside these."""

    form: Form
    period: Period
    rows: Sequence[FirmRow]
    firms: Mapping[str, Entity]
    listed: frozenset[int]
    standing: Mapping[int, Return]
    beside: Mapping[int, Beside]


def read_sheet(form_code: str, period: Period, content: bytes) -> Sheet:
    """The sheet with all that it is checked against; the store is open. Refused when it cannot be read."""
    form = version_for(form_code, period)
    rows = read_firm_rows(content, form)
    firms = {
        entity.uscc: entity for entity in directory.entities(usccs={row.uscc for row in rows if row.uscc})
    }
    keys = [entity.id for entity in firms.values()]
    return Sheet(
        form=form,
        period=period,
        rows=rows,
        firms=firms,
        listed=frozenset(entity.id for entity in listed_for(form, period)),
        standing={key: row for (key, _period), row in latest(form.code, [period], keys).items()},
        beside=beside(form, period, outside(form, period, keys)),
    )


def judge(sheet: Sheet) -> Outcome:
    """Every row of the sheet checked to its end; what is right, and all that is wrong."""
    stored: list[StoredRow] = []
    problems: list[RowProblem] = []
    first: dict[int, int] = {}
    for row in sheet.rows:
        firm = sheet.firms.get(row.uscc)
        faults = _faults(row, firm, sheet, first)
        problems += faults
        if firm is not None and not any(fault["fault"] != "name" for fault in faults):
            judged, found = _judged(row, firm, sheet)
            problems += found
            if not any(_stops(problem) for problem in found):
                stored.append(judged)
    wrong = {problem["row"] for problem in problems if _stops(problem)}
    changes = Counter("again" if row["enterprise_id"] in sheet.standing else "new" for row in stored)
    counts = {"rows": len(sheet.rows), "new": changes["new"], "again": changes["again"], "wrong": len(wrong)}
    return {
        "salt": secrets.token_hex(SALT_BYTES),
        "rows": stored,
        "problems": problems,
        "counts": counts,
        "before": {},
    }


def outcome_of(return_import: ReturnImport) -> Outcome:
    """What an import keeps of its sheet."""
    return cast("Outcome", return_import.outcome)


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem of a row in the reader's language; `column` is "" where it is about the whole row."""

    row: int
    column: str
    value: str
    message: str
    is_error: bool


def shown_problems(return_import: ReturnImport, limit: int = 200) -> tuple[ShownProblem, ...]:
    """The first problems of an import in the order of its rows, errors before notes."""
    form = version_for(return_import.form_code, Period.parse(return_import.period))
    problems = sorted(outcome_of(return_import)["problems"], key=lambda p: (not _stops(p), p["row"]))
    return tuple(_shown(problem, form) for problem in problems[:limit])


def rows_to_correct(return_import: ReturnImport) -> bytes:
    """An xlsx of the wrong rows of an import, each with all that is wrong about it."""
    form = version_for(return_import.form_code, Period.parse(return_import.period))
    sentences: dict[int, list[str]] = {}
    for problem in outcome_of(return_import)["problems"]:
        if _stops(problem):
            told = _shown(problem, form)
            words = {"column": told.column, "message": told.message}
            sentence = gettext("%(column)s: %(message)s") % words if told.column else told.message
            sentences.setdefault(told.row, []).append(sentence)
    return reject_file(form, read_firm_rows(return_import.sheet, form), sentences)


def _faults(row: FirmRow, firm: Entity | None, sheet: Sheet, first: dict[int, int]) -> list[RowProblem]:
    if firm is None:
        return [_fault(row, "no_firm", value=row.uscc or row.name)]
    faults: list[RowProblem] = []
    if first.setdefault(firm.id, row.number) != row.number:
        faults.append(_fault(row, "twice", other_row=str(first[firm.id])))
    if firm.id not in sheet.listed:
        faults.append(_fault(row, "not_listed", value=firm.name))
    standing = sheet.standing.get(firm.id)
    if standing is not None and not standing.is_open:
        faults.append(_fault(row, "filed" if standing.state == ReturnState.FILED else "done"))
    if row.name and row.name != firm.name:
        faults.append(_fault(row, "name", value=row.name, other=firm.name))
    return faults


def _judged(row: FirmRow, firm: Entity, sheet: Sheet) -> tuple[StoredRow, list[RowProblem]]:
    known = sheet.beside[firm.id]
    typed = {item: tidy(text) for item, text in row.cells.items()}
    first = last_period(sheet.form, sheet.period) is None
    values = complete(sheet.form, typed, known.last, first=first)
    facts = Facts(sheet.period, firm.industry)
    found = check_return(
        sheet.form, values, facts=facts, last=known.last, last_year=known.last_year, others=known.others
    )
    remarks = {f.key: row.remark for f in found if f.severity == "remark" and row.remark}
    answered = [Finding(f.code, f.kind, f.severity, f.item, f.params, remarks.get(f.key, "")) for f in found]
    judged: StoredRow = {
        "row": row.number,
        "enterprise_id": firm.id,
        "values": values,
        "origins": {item: "import" if item in typed else "difference" for item in values},
        "remarks": remarks,
        "findings": [_stored(finding) for finding in answered],
    }
    problems = [_about_cell(row, finding) for finding in answered if not finding.remark]
    return judged, problems


def _fault(row: FirmRow, fault: str, **params: str) -> RowProblem:
    return {"row": row.number, "fault": fault, "params": params, "finding": None}


def _about_cell(row: FirmRow, finding: Finding) -> RowProblem:
    params = {"value": row.cells.get(finding.item, "")}
    return {"row": row.number, "fault": "", "params": params, "finding": _stored(finding)}


def _stored(finding: Finding) -> StoredFinding:
    return {
        "code": finding.code,
        "kind": finding.kind,
        "severity": finding.severity,
        "item": finding.item,
        "params": dict(finding.params),
    }


def _stops(problem: RowProblem) -> bool:
    finding = problem["finding"]
    return problem["fault"] != "name" if finding is None else finding["severity"] != "hint"


def _shown(problem: RowProblem, form: Form) -> ShownProblem:
    stored = problem["finding"]
    if stored is None:
        message = str(ROW_FAULTS[problem["fault"]]) % problem["params"]
        return ShownProblem(problem["row"], "", problem["params"].get("value", ""), message, _stops(problem))
    told = shown(finding_of(stored, {}), form)
    message = f"{told.message} {told.what_to_do}"
    return ShownProblem(problem["row"], told.item_name, problem["params"]["value"], message, _stops(problem))
