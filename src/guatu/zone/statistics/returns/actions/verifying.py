"""What can the statistics office do with a filed return: send it back, verify, lock, have it corrected?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.access.rights import may, require_of
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.zone.statistics.returns.actions.releasing import release_sums
from guatu.zone.statistics.returns.actions.rows import TOPIC, content_of, form_row, locked, stored, written
from guatu.zone.statistics.returns.asking import asked_of, latest, version_for
from guatu.zone.statistics.returns.forms import last_period
from guatu.zone.statistics.returns.models import (
    Asked,
    Content,
    Return,
    ReturnedFiling,
    ReturnForm,
    ReturnState,
    new_content,
)
from guatu.zone.statistics.returns.rules.checking import complete
from guatu.zone.statistics.returns.rules.terms import Values
from guatu.zone.statistics.returns.store import opened_for, require_own
from guatu.zone.statistics.telling import tell_sent_back

DONE = (ReturnState.VERIFIED, ReturnState.LOCKED)


def send_back(
    return_: Return, *, reason: str, findings: Sequence[tuple[str, str]] = (), by: User | None
) -> Return:
    """Sends a filed return back to the enterprise, with a reason and what is asked of single items.

    `findings` are (item, question): each has to be answered by a remark before it is filed again. What was
    filed is kept whole. One that was sent back already stays as it is.
    """
    require_of(by, "returns.verify")
    if not reason.strip():
        raise Refused("no_reason", _("Say why it is sent back."))
    with action("statistics.send_back_return", by=by):
        with opened_for(by):
            row = locked(return_)
            if row.state == ReturnState.RETURNED:
                return row
            filer = row.filed_by
            _send_back(row, reason.strip(), findings, by)
        tell_sent_back(row, filer, by=by)
        return row


def verify_return(return_: Return, *, by: User | None) -> Return:
    """Verifies a filed return: from then on it counts. Not by the one who filed it; again changes nothing."""
    require_of(by, "returns.verify")
    with action("statistics.verify_return", by=by), opened_for(by):
        row = locked(return_)
        if row.state in DONE:
            return row
        _require_state(row, ReturnState.FILED)
        if by is not None and row.filed_by_id == by.pk:
            raise Refused("second_person", _("You filed this return; somebody else has to verify it."))
        row.state, row.verified_at, row.verified_by = ReturnState.VERIFIED, now(), by
        return written(row, content_of(row))


def lock_period(form_code: str, period: Period, *, by: User | None) -> int:
    """Locks all verified returns of a form and period (验收) and releases their sums; how many.

    Corrections are new revisions from then on. Where one or two firms made the difference to the sums
    released before, these stay as they are.
    """
    require_of(by, "returns.verify")
    with action("statistics.lock_period", by=by):
        with opened_for(by):
            verified = Return.objects.filter(
                form_code=form_code, period=period.code, state=ReturnState.VERIFIED
            )
            count = verified.update(state=ReturnState.LOCKED, locked_at=now())
            announce(TOPIC)
        with suppress(Refused):
            release_sums(form_code, period, by=by)
        return count


def correct_return(return_: Return, *, reason: str, by: User | None) -> Return:
    """Begins a correction of a verified return: a new revision with the same values and the reason.

    By its enterprise, or by the statistics office for it to fill in. The revision before counts
    until the new one is verified. A correction that is open already is given back.
    """
    if by is not None and not may(by, "returns.verify"):
        require_own(by, return_.enterprise_id)
    if not reason.strip():
        raise Refused("no_reason", _("Say why it is corrected."))
    form = version_for(return_.form_code, return_.reported_period)
    with action("statistics.correct_return", by=by):
        begun_with = form_row(form)
        with opened_for(by):
            return _corrected(return_, begun_with, reason.strip())


def _send_back(row: Return, reason: str, findings: Sequence[tuple[str, str]], by: User | None) -> None:
    _require_state(row, ReturnState.FILED)
    row.state, row.returned_at, row.returned_by = ReturnState.RETURNED, now(), by
    _keep_filing(row)
    asked: list[Asked] = [{"item": item, "text": text} for item, text in findings]
    content: Content = {**content_of(row), "sent_back": reason, "asked": asked}
    content["remarks"] = {k: v for k, v in content["remarks"].items() if not k.startswith("asked:")}
    # The questions stand among the findings at once, not only when the return is saved again.
    standing = [finding for finding in content["findings"] if finding["code"] != "asked"]
    content["findings"] = [*stored(asked_of(asked)), *standing]
    written(row, content)


def _corrected(return_: Return, begun_with: ReturnForm, reason: str) -> Return:
    standing = locked(_latest_of(return_))
    if standing.state not in DONE:
        return standing
    before = last_period(begun_with.form, standing.reported_period)
    earlier = latest(
        standing.form_code, [before] if before else [], [standing.enterprise_id], standing.subject
    )
    last = next((row.values for row in earlier.values()), None)
    content = new_content()
    content["values"], content["remarks"] = dict(standing.values), dict(standing.remarks)
    content["origins"] = _origins(standing, last)
    content["reason"] = reason
    return Return.objects.create(
        form=begun_with,
        form_code=standing.form_code,
        enterprise_id=standing.enterprise_id,
        uscc=standing.uscc,
        enterprise_name=standing.enterprise_name,
        industry=standing.industry,
        subject=standing.subject,
        subject_name=standing.subject_name,
        period=standing.period,
        period_end=standing.period_end,
        revision=standing.revision + 1,
        content=content,
        opened_at=now(),
    )


def _origins(standing: Return, last: Values | None) -> dict[str, str]:
    """What is computed stays so, or a correction would have to be typed twice."""
    form = standing.form.form
    months = {item.code for item in form.items if item.column == "month"}
    typed = {item: value for item, value in standing.values.items() if item not in months}
    first = last_period(form, standing.reported_period) is None
    computed = complete(form, typed, last, first=first)
    return {
        item: "difference" if item in months and computed.get(item) == value else "corrected"
        for item, value in standing.values.items()
    }


def _latest_of(return_: Return) -> Return:
    return Return.objects.filter(
        form_code=return_.form_code,
        period=return_.period,
        enterprise_id=return_.enterprise_id,
        subject=return_.subject,
    ).latest("revision")


def _keep_filing(row: Return) -> None:
    assert row.filed_at is not None
    assert row.returned_at is not None
    ReturnedFiling.objects.create(
        return_filed=row,
        enterprise_id=row.enterprise_id,
        content=row.content,
        filed_at=row.filed_at,
        filed_by=row.filed_by,
        returned_at=row.returned_at,
        returned_by=row.returned_by,
    )


def _require_state(row: Return, state: ReturnState) -> None:
    if row.state != state:
        words = {"is": row.get_state_display(), "must": state.label}
        raise Refused("wrong_state", _("This return is “%(is)s”; it would have to be “%(must)s”.") % words)
