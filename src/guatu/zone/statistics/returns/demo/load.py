"""How do the returns of the demonstration zone come into its database? A period at a time.

What was reported in 2018 was taken over on a day in March 2019 and says so: it happened then, it was recorded
later. The sums were released as each period was checked; of June some returns are still missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.ledger.context import action
from guatu.zone.statistics.returns.actions.releasing import release_sums
from guatu.zone.statistics.returns.actions.rows import form_row, stored
from guatu.zone.statistics.returns.asking import asked_of, version_for
from guatu.zone.statistics.returns.calendar import due_of
from guatu.zone.statistics.returns.demo.books import At, Books, Filing
from guatu.zone.statistics.returns.demo.firms import Candidate, Firm, choose_firms
from guatu.zone.statistics.returns.demo.troubles import (
    QUESTION,
    REASON,
    Trouble,
    mistaken,
    troubles_of,
    unfinished,
)
from guatu.zone.statistics.returns.models import (
    Asked,
    ListedUnit,
    Return,
    ReturnedFiling,
    ReturnForm,
    ReturnState,
    new_content,
)
from guatu.zone.statistics.returns.rules.checking import check_return
from guatu.zone.statistics.returns.rules.terms import Facts, Values
from guatu.zone.statistics.returns.store import opened_for

TAKEN_OVER = datetime(2019, 3, 1, 10, tzinfo=clock.ZONE_TIME)
LAST: At = (2019, 6)
SOURCE = "市统计局单位名录（演示）"
_BATCH = 2000
_LISTED = {"steady": date(2018, 1, 1), "left": date(2018, 1, 1), "new": date(2019, 1, 1)}


@dataclass
class _Loading:
    """What the loading of one period needs from the one before."""

    officer: User
    accounts: Collection[int]
    forms: dict[tuple[str, str], ReturnForm] = field(default_factory=dict)
    said: dict[tuple[str, int, str, At], Values] = field(default_factory=dict)

    def form_row(self, code: str, period: Period) -> ReturnForm:
        """The version of the form for the period, asked once."""
        form = version_for(code, period)
        key = code, form.version
        if key not in self.forms:
            self.forms[key] = form_row(form)
        return self.forms[key]


def load_returns(
    candidates: Sequence[Candidate],
    *,
    officer: User,
    accounts: Collection[int] = (),
    say: Callable[[str], None] = lambda _line: None,
) -> int:
    """Files, verifies and releases everything up to June 2019; how many returns. 0 where they are there.

    Of the firms in `accounts` something is still to be filed.
    """
    with opened_for(None):
        if Return.objects.filter(demonstration=True).exists():
            return 0
    firms = choose_firms(candidates)
    say(f"returns of {sum(firm.listing != 'left' for firm in firms)} firms")
    _list(firms)
    books, loading, count = Books(firms), _Loading(officer, accounts), 0
    for at in sorted(books.saved):
        count += _load_period(list(books.filings(at)), at, loading)
    return count


def _list(firms: Iterable[Firm]) -> None:
    with clock.use(TAKEN_OVER), action("statistics.take_over_list", by=None):
        ListedUnit.objects.bulk_create(
            ListedUnit(
                enterprise_id=firm.entity.id,
                scale=firm.scale,
                listed_from=_LISTED[firm.listing],
                listed_to=date(2018, 12, 31) if firm.listing == "left" else None,
                source=SOURCE,
            )
            for firm in firms
        )


def _load_period(filings: Sequence[Filing], at: At, loading: _Loading) -> int:
    period = Period.to_month(*at)
    codes = list(dict.fromkeys(filing.form for filing in filings))
    last_day = max(due_of(code, period).verify_by for code in codes)
    recorded = TAKEN_OVER if at[0] == 2018 else _moment(min(last_day, date(2019, 7, 17)), 16)
    with clock.use(recorded), action("statistics.load_demonstration", by=loading.officer):
        kept = {code: loading.form_row(code, period) for code in codes}
        troubles = _troubles(filings, at, loading)
        rows = [_row(filing, kept[filing.form], troubles, loading) for filing in filings]
        with opened_for(None):
            made = Return.objects.bulk_create((row for row in rows if row), batch_size=_BATCH)
            ReturnedFiling.objects.bulk_create(_sent_back(row) for row in made if row.returned_at)
    for code in codes:
        with clock.use(_released_at(code, period)):
            release_sums(code, period, by=None)
    return len(made)


def _troubles(filings: Sequence[Filing], at: At, loading: _Loading) -> Mapping[tuple[str, int], Trouble]:
    if at != LAST:
        return {}
    by_form: dict[str, list[Firm]] = {}
    for filing in filings:
        by_form.setdefault(filing.form, []).append(filing.firm)
    return {
        (form, firm): trouble
        for form, firms in by_form.items()
        for firm, trouble in troubles_of(form, firms, loading.accounts).items()
    }


def _row(
    filing: Filing, kept: ReturnForm, troubles: Mapping[tuple[str, int], Trouble], loading: _Loading
) -> Return | None:
    """The return as it stands on the day of the demonstration; None where none was begun."""
    entity, period = filing.firm.entity, filing.period
    loading.said[filing.form, entity.id, filing.subject, (period.year, period.last_month)] = filing.values
    trouble = troubles.get((filing.form, entity.id))
    if trouble == "none":
        return None
    row = Return(
        form=kept,
        form_code=filing.form,
        enterprise_id=entity.id,
        uscc=entity.uscc,
        enterprise_name=entity.name,
        industry=entity.industry,
        subject=filing.subject,
        subject_name=filing.subject_name,
        period=period.code,
        period_end=period.end,
        content={**new_content(), "values": filing.values},
        opened_at=clock.now(),
        demonstration=True,
    )
    _stamp(row, trouble, loading.officer)
    if trouble in ("draft", "returned"):
        _spoil(row, filing, trouble, loading)
    return row


def _stamp(row: Return, trouble: Trouble | None, officer: User) -> None:
    """Says when it was filed, sent back, verified, locked."""
    due = due_of(row.form_code, row.reported_period)
    filed = _moment(due.file_by - timedelta(days=row.enterprise_id % 4), 9 + row.enterprise_id % 8)
    recorded = max(filed, TAKEN_OVER)
    if trouble == "draft":
        row.state, row.opened_at = ReturnState.DRAFT, recorded
        return
    row.opened_at, row.happened_at, row.filed_at = recorded, filed, recorded
    if trouble == "returned":
        row.state, row.returned_at, row.returned_by = (
            ReturnState.RETURNED,
            _moment(due.verify_by, 11),
            officer,
        )
    elif trouble == "waiting":
        row.state = ReturnState.FILED
    else:
        row.state, row.verified_by = ReturnState.VERIFIED, officer
        row.verified_at = max(_moment(due.verify_by, 15), TAKEN_OVER + timedelta(hours=5))
        _lock(row)


def _lock(row: Return) -> None:
    if row.reported_period < Period.to_month(*LAST):
        assert row.verified_at is not None
        row.state, row.locked_at = ReturnState.LOCKED, row.verified_at + timedelta(days=2)


def _spoil(row: Return, filing: Filing, trouble: Trouble, loading: _Loading) -> None:
    """Gives it the slips with which it was filed or left lying, and all that is found about them."""
    values = mistaken(filing.form, filing.values) if trouble == "returned" else unfinished(filing.values)
    year, month = filing.period.year, filing.period.last_month
    key = filing.form, filing.firm.entity.id, filing.subject
    findings = check_return(
        row.form.form,
        values,
        facts=Facts(filing.period, row.industry),
        last=loading.said.get((*key, (year, month - 1))),
        last_year=loading.said.get((*key, (year - 1, month))),
    )
    row.content = {**row.content, "values": values, "findings": stored(findings)}
    if trouble == "returned":
        remarks = {finding.key: "核对无误" for finding in findings if finding.severity == "remark"}
        asked: list[Asked] = [{"item": finding.item, "text": QUESTION} for finding in findings[:1]]
        row.content = {
            **row.content,
            "findings": stored([*asked_of(asked), *findings]),
            "remarks": remarks,
            "sent_back": REASON,
            "asked": asked,
        }


def _sent_back(row: Return) -> ReturnedFiling:
    assert row.filed_at is not None
    assert row.returned_at is not None
    return ReturnedFiling(
        return_filed=row,
        enterprise_id=row.enterprise_id,
        content={k: v for k, v in row.content.items() if k not in ("sent_back", "asked")},
        filed_at=row.filed_at,
        filed_by=row.filed_by,
        returned_at=row.returned_at,
        returned_by=row.returned_by,
    )


def _released_at(code: str, period: Period) -> datetime:
    verified = _moment(due_of(code, period).verify_by, 17)
    return max(verified, TAKEN_OVER + timedelta(days=3))


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), clock.ZONE_TIME)
