"""What can an enterprise do with its return: begin it, save it, file it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from guatu.base.clock import now, today
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.ledger.context import action
from guatu.zone.statistics.returns.actions.rows import (
    content_of,
    form_row,
    known_beside,
    locked,
    outside_of,
    stored,
    written,
)
from guatu.zone.statistics.returns.asking import Outside, beside, check, outside, prefill, version_for
from guatu.zone.statistics.returns.burden import count_filing
from guatu.zone.statistics.returns.forms import Form, is_period_of, last_period
from guatu.zone.statistics.returns.listing import scales_of
from guatu.zone.statistics.returns.models import Content, Return, ReturnForm, ReturnState, new_content
from guatu.zone.statistics.returns.rules.cells import tidy
from guatu.zone.statistics.returns.rules.checking import complete
from guatu.zone.statistics.returns.rules.terms import Finding, Values
from guatu.zone.statistics.returns.store import opened_for, require_own
from guatu.zone.statistics.returns.words import in_one_line


class NotFiled(Refused):
    """A return that cannot be filed as it is: all that stops it, and all else that was found."""

    def __init__(self, findings: Sequence[Finding], form: Form) -> None:
        stopping = [finding for finding in findings if finding.stops]
        super().__init__("not_filed", in_one_line(stopping, form))
        self.findings = tuple(findings)


def open_return(
    form_code: str,
    enterprise_id: int,
    period: Period,
    *,
    by: User | None,
    subject: str = "",
    subject_name: str = "",
) -> Return:
    """The enterprise's return for the period, begun and filled in with what is known if there is none yet.

    The same call again gives the same return, whatever has become of it. Refused for a period that is not
    over or not one of the form's, and where the form does not ask this enterprise.
    """
    require_own(by, enterprise_id)
    form = version_for(form_code, period)
    _refuse_period(form, period)
    known = outside(form, period, [enterprise_id])[enterprise_id]
    if known.entity is None or not scales_of(enterprise_id, period.end) & set(form.scales):
        raise Refused("not_asked", _("This form is not asked of this enterprise."))
    with action("statistics.open_return", by=by):
        begun_with = form_row(form)
        with opened_for(by):
            return _opened(begun_with, known, period, subject, subject_name)


def save_draft(
    return_: Return,
    values: Mapping[str, str | None],
    remarks: Mapping[str, str] | None = None,
    *,
    by: User | None,
    version: int | None = None,
) -> Return:
    """Keeps what was typed and checks all of it; `findings` then say everything at once.

    Only the given items and remarks change; the text of a number is tidied, a month or cumulative amount
    that the other gives is computed. Refused when it is filed already, or was changed meanwhile (`version`).
    """
    require_own(by, return_.enterprise_id)
    known = outside_of(return_)
    with action("statistics.save_return", by=by), opened_for(by):
        row = locked(return_, version)
        _refuse_closed(row)
        content = content_of(row)
        there = known_beside(row, known)
        _type_in(content, row, values, there.last)
        content["remarks"] = _remarks(content, remarks or {})
        row.content = content
        content["findings"] = stored(check(row, there, known.entity))
        return written(row, content)


def file_return(
    return_: Return, *, by: User | None, happened_at: datetime | None = None, version: int | None = None
) -> Return:
    """Files the return: from then on the zone checks it.

    Raises NotFiled with all findings while something must be corrected or lacks its remark. A return that is
    filed already stays as it is. `happened_at` is when it was handed in, if not now.
    """
    require_own(by, return_.enterprise_id)
    known = outside_of(return_)
    with action("statistics.file_return", by=by, happened_at=happened_at):
        with opened_for(by):
            row, content = _filed(return_, known, by, happened_at, version)
        if content is not None:
            form, origins = row.form.form, content["origins"]
            count_filing(form, content.get("typed", []), origins, by=by, enterprise_id=row.enterprise_id)
    return row


def _filed(
    return_: Return, known: Outside, by: User | None, happened_at: datetime | None, version: int | None
) -> tuple[Return, Content | None]:
    """The filed return with its content before; None where it was filed already."""
    row = locked(return_)
    if row.state == ReturnState.FILED:
        return row, None
    row = locked(return_, version)
    _refuse_closed(row)
    findings = check(row, known_beside(row, known), known.entity)
    if any(finding.stops for finding in findings):
        raise NotFiled(findings, row.form.form)
    row.state, row.filed_at, row.filed_by = ReturnState.FILED, now(), by
    row.happened_at = happened_at or row.filed_at
    before = content_of(row)
    return written(row, {**before, "findings": stored(findings), "typed": []}), before


def _opened(
    begun_with: ReturnForm, known: Outside, period: Period, subject: str, subject_name: str
) -> Return:
    form, entity = begun_with.form, known.entity
    assert entity is not None
    there = beside(form, period, {entity.id: known}, subject)[entity.id]
    standing = Return.objects.filter(
        form_code=form.code, period=period.code, enterprise_id=entity.id, subject=subject
    ).order_by("-revision")
    found = standing.select_related("form").first()
    if found is not None:
        return found
    content = new_content()
    content["values"], content["origins"] = prefill(form, there)
    with transaction.atomic():
        row, _is_new = Return.objects.get_or_create(
            form_code=form.code,
            period=period.code,
            enterprise_id=entity.id,
            subject=subject,
            revision=1,
            defaults={
                "form": begun_with,
                "uscc": entity.uscc,
                "enterprise_name": entity.name,
                "industry": entity.industry,
                "subject_name": subject_name,
                "period_end": period.end,
                "content": content,
                "opened_at": now(),
            },
        )
    return row


def _refuse_period(form: Form, period: Period) -> None:
    if not is_period_of(form, period):
        raise Refused(
            "no_such_period", _("This form is not filed for %(period)s.") % {"period": period.name_zh}
        )
    if period.end >= today():
        raise Refused(
            "not_over", _("%(period)s is not over yet; it can be filed from the day after its end.")
            % {"period": period.name_zh},
        )  # fmt: skip


def _refuse_closed(row: Return) -> None:
    if row.state == ReturnState.FILED:
        raise Refused("not_open", _("This return is filed. Ask the statistics office to send it back."))
    if not row.is_open:
        raise Refused("not_open", _("This return is verified. Correct it if it is wrong."))


def _type_in(content: Content, row: Return, typed: Mapping[str, str | None], last: Values | None) -> None:
    form = row.form.form
    unknown = sorted(set(typed) - set(form.item_of))
    if unknown:
        raise Refused("unknown_item", _("The form has no item %(codes)s.") % {"codes": ", ".join(unknown)})
    before, origins = dict(content["values"]), dict(content["origins"])
    for item, text in typed.items():
        tidied = tidy(text)
        if tidied != before.get(item):
            origins.pop(item, None)
            content["typed"] = sorted({*content.get("typed", []), item})
        before[item] = tidied
    kept = {item: value for item, value in before.items() if origins.get(item) != "difference"}
    first = last_period(form, row.reported_period) is None
    content["values"] = complete(form, kept, last, first=first)
    derived = {i: "difference" for i, v in content["values"].items() if v is not None and kept.get(i) is None}
    content["origins"] = {i: o for i, o in origins.items() if kept.get(i) is not None} | derived


def _remarks(content: Content, remarks: Mapping[str, str]) -> dict[str, str]:
    said = {**content["remarks"], **{key: text.strip() for key, text in remarks.items()}}
    return {key: text[:1000] for key, text in said.items() if text}
