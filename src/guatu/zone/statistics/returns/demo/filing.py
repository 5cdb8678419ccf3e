"""How is a return of the demonstration filed: many at once on a day, or one by the actions of the portal?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.burden.models import Tally
from guatu.kernel.ledger.context import action
from guatu.zone.statistics.returns.actions.filing import NotFiled, file_return, open_return, save_draft
from guatu.zone.statistics.returns.actions.rows import form_row, stored
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.burden import name_of
from guatu.zone.statistics.returns.demo.books import Filing
from guatu.zone.statistics.returns.demo.troubles import ANSWER, Trouble, mistaken, unfinished
from guatu.zone.statistics.returns.forms import Form
from guatu.zone.statistics.returns.models import Return, ReturnForm, ReturnState, new_content
from guatu.zone.statistics.returns.rules.checking import check_return
from guatu.zone.statistics.returns.rules.terms import Facts, Finding, Values
from guatu.zone.statistics.returns.store import opened_for

Said = Mapping[str, Values | None]
"""What a return is checked against: `last` and `last_year`, None where there is none."""
_BATCH = 2000


def file_many(
    form_code: str,
    filings: Sequence[Filing],
    troubles: Mapping[int, Trouble],
    beside: Mapping[int, Said],
    day: date,
) -> None:
    """Files these returns on that day in few statements; one begun only is left as a draft."""
    if not filings:
        return
    form = version_for(form_code, filings[0].period)
    with action("statistics.file_return", by=None):
        kept = form_row(form)
        rows = [_filed(each, kept, troubles.get(each.firm.entity.id), beside, day) for each in filings]
        with opened_for(None):
            Return.objects.bulk_create(rows, batch_size=_BATCH)
        count_typed(form, (row for row in rows if row.happened_at))


def take_over(filings: Sequence[Filing], forms: Mapping[tuple[str, str], ReturnForm]) -> list[Return]:
    """The rows of returns that were filed elsewhere before, verified and locked as they come."""
    rows = [_row(each, forms[each.form, version_for(each.form, each.period).version]) for each in filings]
    for row in rows:
        row.state = ReturnState.LOCKED
        row.filed_at = row.verified_at = row.locked_at = clock.now()
    return rows


def file_one(filing: Filing, *, by: User | None) -> Return:
    """Begins, fills in and files one return, as its enterprise does in the portal."""
    return_ = open_return(
        filing.form,
        filing.firm.entity.id,
        filing.period,
        by=by,
        subject=filing.subject,
        subject_name=filing.subject_name,
    )
    with action("statistics.load_demonstration", by=None), opened_for(None):
        Return.objects.filter(pk=return_.pk).update(demonstration=True)
    return file_values(return_, filing.values, by=by)


def file_values(return_: Return, values: Values, *, by: User | None) -> Return:
    """Fills in these values and files, with a remark on whatever asks for one."""
    saved = save_draft(return_, values, by=by)
    try:
        return file_return(saved, by=by)
    except NotFiled as refused:
        saved = save_draft(saved, {}, _remarks(refused.findings), by=by)
        return file_return(saved, by=by)


def count_typed(form: Form, rows: Iterable[Return]) -> None:
    """Counts what the firms had to type into these returns."""
    typed = [item.element for item in form.items if not item.prefill]
    times = Counter((clock.day_of(row.happened_at), row.enterprise_id) for row in rows if row.happened_at)
    Tally.objects.bulk_create(
        (
            Tally(
                day=day,
                form=name_of(form),
                enterprise_id=firm,
                by_enterprise=True,
                forms=forms,
                typed=len(typed) * forms,
                prefilled=(len(form.items) - len(typed)) * forms,
                elements={element: count * forms for element, count in Counter(typed).items()},
            )
            for (day, firm), forms in times.items()
        ),
        ignore_conflicts=True,
        batch_size=_BATCH,
    )


def handed_in(filing: Filing, day: date) -> datetime:
    """At which hour of the day the firm files."""
    return datetime.combine(day, time(9 + filing.firm.number % 7, 20), clock.ZONE_TIME)


def _filed(
    filing: Filing, kept: ReturnForm, trouble: Trouble | None, beside: Mapping[int, Said], day: date
) -> Return:
    row = _row(filing, kept)
    row.opened_at = handed_in(filing, day)
    if trouble != "draft":
        row.state, row.happened_at, row.filed_at = ReturnState.FILED, row.opened_at, row.opened_at
    if trouble in ("draft", "returned"):
        _spoil(row, filing, trouble, beside[filing.firm.entity.id])
    return row


def _row(filing: Filing, kept: ReturnForm) -> Return:
    entity = filing.firm.entity
    return Return(
        form=kept,
        form_code=filing.form,
        enterprise_id=entity.id,
        uscc=entity.uscc,
        enterprise_name=entity.name,
        industry=entity.industry,
        subject=filing.subject,
        subject_name=filing.subject_name,
        period=filing.period.code,
        period_end=filing.period.end,
        content={**new_content(), "values": filing.values},
        opened_at=clock.now(),
        demonstration=True,
    )


def _spoil(row: Return, filing: Filing, trouble: Trouble, said: Said) -> None:
    """Gives it the slips with which it was filed or left lying, and all that is found about them."""
    values = mistaken(filing.form, filing.values) if trouble == "returned" else unfinished(filing.values)
    facts = Facts(filing.period, row.industry)
    found = check_return(row.form.form, values, facts=facts, last=said["last"], last_year=said["last_year"])
    row.content = {**row.content, "values": values, "findings": stored(found)}
    if trouble == "returned":
        row.content = {**row.content, "remarks": dict.fromkeys(_remarks(found), "核对无误")}


def _remarks(findings: Iterable[Finding]) -> dict[str, str]:
    return {finding.key: ANSWER for finding in findings if finding.severity == "remark"}
