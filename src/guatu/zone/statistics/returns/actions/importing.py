"""What can the statistics office do with a sheet of returns: hand it in, apply it, undo it?"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.clock import now, today
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.access.rights import require_of
from guatu.kernel.directory import Entity
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.zone.statistics.returns.actions.rows import TOPIC, content_of, form_row
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.forms import is_period_of
from guatu.zone.statistics.returns.importing import (
    Outcome,
    Sheet,
    StoodBefore,
    StoredRow,
    judge,
    outcome_of,
    read_sheet,
)
from guatu.zone.statistics.returns.models import (
    Return,
    ReturnForm,
    ReturnImport,
    ReturnState,
    new_content,
    salted_sheet,
    sheet_digest,
)
from guatu.zone.statistics.returns.store import opened_for


def preview_returns(
    form_code: str, period: Period, *, name: str, content: bytes, by: User | None
) -> ReturnImport:
    """Keeps a sheet of returns, a firm a row, and says what its rows would change and what is wrong.

    Refused when the file cannot be read, or the period is not one of the form's or not over.
    """
    require_of(by, "returns.verify")
    form = version_for(form_code, period)
    if not is_period_of(form, period) or period.end >= today():
        raise Refused("no_such_period", _("This form is not filed for %(p)s yet.") % {"p": period.name_zh})
    with action("statistics.preview_returns", by=by), opened_for(by):
        return ReturnImport.objects.create(
            form_code=form_code,
            period=period.code,
            name=name[-255:],
            content=salted_sheet(content),
            digest=sheet_digest(content),
            outcome=judge(read_sheet(form_code, period, content)),
            created_by=by,
            created_at=now(),
        )


def apply_returns(return_import: ReturnImport, *, by: User | None, skip_wrong: bool = False) -> ReturnImport:
    """Files the returns of the rows; they still have to be verified, by somebody else.

    Checked again at this moment. Refused while rows are wrong, unless `skip_wrong` leaves them to the sheet
    of rows to correct. An import that is applied already stays as it is.
    """
    require_of(by, "returns.verify")
    form, period = return_import.form_code, Period.parse(return_import.period)
    with action("statistics.apply_returns", by=by):
        begun_with = form_row(version_for(form, period))
        with opened_for(by):
            row = _locked(return_import)
            if row.state == "applied":
                return row
            _refuse_state(row, "previewed")
            sheet = read_sheet(form, period, row.sheet)
            outcome = judge(sheet)
            _refuse_wrong(outcome, skip_wrong)
            outcome["before"] = _file_rows(outcome["rows"], sheet, begun_with, row, by)
            row.outcome, row.state, row.applied_at = outcome, "applied", now()
            row.save()
            announce(TOPIC)
            return row


def undo_returns(return_import: ReturnImport, *, by: User | None) -> ReturnImport:
    """Takes an applied import back: new returns go, those that stood before stand as they were.

    Refused once one of them was verified or sent back: then it has a history of its own.
    """
    require_of(by, "returns.verify")
    with action("statistics.undo_returns", by=by), opened_for(by):
        row = _locked(return_import)
        if row.state == "undone":
            return row
        _refuse_state(row, "applied")
        before = outcome_of(row)["before"]
        made = list(Return.objects.select_for_update(of=("self",)).filter(return_import=row))
        if any(each.state != ReturnState.FILED for each in made):
            raise Refused("moved_on", _("Some of these returns were verified or sent back already."))
        for each in made:
            _take_back(each, before.get(str(each.enterprise_id)))
        row.state, row.undone_at = "undone", now()
        row.save()
        announce(TOPIC)
        return row


def _file_rows(
    rows: list[StoredRow], sheet: Sheet, begun_with: ReturnForm, source: ReturnImport, by: User | None
) -> dict[str, StoodBefore | None]:
    """Files the rows; what stood before, by enterprise, None where nothing did."""
    before: dict[str, StoodBefore | None] = {}
    firms = {firm.id: firm for firm in sheet.firms.values()}
    for row in rows:
        standing = sheet.standing.get(row["enterprise_id"])
        before[str(row["enterprise_id"])] = None if standing is None else _as_it_stands(standing)
        made = standing or _begun(firms[row["enterprise_id"]], sheet.period, begun_with)
        salt = made.content["salt"]
        made.content = {
            **new_content(),
            "salt": salt,
            "values": row["values"],
            "origins": row["origins"],
            "remarks": row["remarks"],
            "findings": row["findings"],
        }
        made.return_import, made.filed_by, made.filed_at = source, by, now()
        made.happened_at, made.state = made.filed_at, ReturnState.FILED
        made.version += 1
        made.save()
    return before


def _begun(firm: Entity, period: Period, begun_with: ReturnForm) -> Return:
    return Return(
        form=begun_with,
        form_code=begun_with.code,
        enterprise_id=firm.id,
        uscc=firm.uscc,
        enterprise_name=firm.name,
        industry=firm.industry,
        period=period.code,
        period_end=period.end,
        content=new_content(),
        opened_at=now(),
    )


def _as_it_stands(row: Return) -> StoodBefore:
    moments = (None if moment is None else moment.isoformat() for moment in (row.filed_at, row.happened_at))
    filed_at, happened_at = moments
    return {
        "content": content_of(row),
        "state": row.state,
        "filed_at": filed_at,
        "filed_by": row.filed_by_id,
        "happened_at": happened_at,
    }


def _take_back(row: Return, before: StoodBefore | None) -> None:
    if before is None:
        row.delete()
        return
    row.content, row.state, row.return_import = before["content"], before["state"], None
    row.filed_at, row.happened_at = (
        None if text is None else datetime.fromisoformat(text)
        for text in (before["filed_at"], before["happened_at"])
    )
    row.filed_by_id = before["filed_by"]
    row.version += 1
    row.save()


def _locked(return_import: ReturnImport) -> ReturnImport:
    return ReturnImport.objects.select_for_update(of=("self",)).get(pk=return_import.pk)


def _refuse_state(row: ReturnImport, wanted: str) -> None:
    if row.state != wanted:
        raise Refused("wrong_state", _("This import is %(state)s.") % {"state": row.get_state_display()})


def _refuse_wrong(outcome: Outcome, skip_wrong: bool) -> None:
    wrong = outcome["counts"]["wrong"]
    if wrong and not skip_wrong:
        sentence = _("%(wrong)s rows are wrong. Correct them, or import the others and keep the rest.")
        raise Refused("wrong_rows", sentence % {"wrong": wrong})
    if not outcome["rows"]:
        raise Refused("nothing_right", _("Not one row can be imported. The sheet of rows says why."))
