"""How do the returns of the demonstration zone come into its database? Day by day, a round at a time.

What was reported in 2018 is taken over on a day in March 2019 and says so: it happened then, it was recorded
later. Most returns of a day are written at once under the verb of the action; those of firms with an account,
and all that is sent back, filed late, corrected, released or locked, go through the actions of the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.happenings import Happening
from guatu.base.periods import Period
from guatu.kernel.ledger.context import action
from guatu.zone.statistics.returns.actions.releasing import release_sums
from guatu.zone.statistics.returns.actions.rows import form_row
from guatu.zone.statistics.returns.actions.verifying import (
    correct_return,
    lock_period,
    send_back,
    verify_return,
)
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.calendar import due_of
from guatu.zone.statistics.returns.demo.amounts import Published
from guatu.zone.statistics.returns.demo.books import DOUBLED_AT, At, Books, Filing
from guatu.zone.statistics.returns.demo.filing import file_many, file_one, file_values, take_over
from guatu.zone.statistics.returns.demo.firms import BUILT_FROM, Candidate, Firm, choose_firms
from guatu.zone.statistics.returns.demo.rounds import AHEAD, Round, rounds_of_2019
from guatu.zone.statistics.returns.demo.troubles import QUESTION, REASON, Trouble, troubles_of
from guatu.zone.statistics.returns.listing import delist_unit, list_unit
from guatu.zone.statistics.returns.models import ListedUnit, Return, ReturnForm, ReturnState
from guatu.zone.statistics.returns.store import opened_for

TAKEN_OVER = datetime(2019, 3, 4, 17, tzinfo=clock.ZONE_TIME)
_HALF_YEAR = date(2019, 7, 18)
"""From the day after it the firms with an account file by the portal; it leaves them something to try."""
SOURCE = "市统计局单位名录（演示）"
_LISTED = {"steady": date(2018, 1, 1), "left": date(2018, 1, 1), "new": date(2019, 1, 1)}
_OF_2018 = tuple((2018, month) for month in range(2, 13))
_FORMS_OF_2018 = ("industrial_output", "energy", "finance", "services_income")
_TWICE = "集团内部协作加工产值与受托企业重复计算，予以更正。"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the returns need of the rest of the zone, asked for when it is needed.

    `told` are the published series by measure, `accounts` who acts for an enterprise, by its key.
    """

    candidates: Callable[[], Sequence[Candidate]]
    told: Callable[[], Mapping[str, Published]]
    officer: Callable[[], User]
    accounts: Callable[[], Mapping[int, User]]


def returns_of_the_year(sources: Sources) -> Iterator[Happening]:
    """The list of those that report, the returns of 2018, and every round of 2019."""
    desk = _Desk(sources)
    yield Happening(TAKEN_OVER, "", "the list of those that report", desk.list_firms)
    yield Happening(TAKEN_OVER, "", "the returns of 2018 are taken over", desk.take_over)
    yield Happening(_moment(date(2019, 3, 7), 17), "", "the sums of 2018 are released", desk.release_2018)
    for each in rounds_of_2019():
        yield from _round(desk, each)
    built = _moment(date(2019, *BUILT_FROM[1:], 5), 10)
    yield Happening(built, "tongji", "new works come onto the list", desk.list_built)
    yield Happening(_moment(date(2019, 10, 8), 10), "tongji", "two firms leave the list", desk.delist_gone)
    for day, says, does in (
        (26, "three firms correct output counted twice", desk.correct_doubled),
        (27, "the corrections are verified", desk.verify_doubled),
        (30, "the corrected sums are released", desk.release_doubled),
    ):
        yield Happening(_moment(date(2019, 12, day), 15), "tongji", says, does)


def _round(desk: _Desk, each: Round) -> Iterator[Happening]:
    name = f"{each.form} {each.period}"
    for day in each.filing:
        yield Happening(_moment(day, 17), "", f"{name} filed", partial(desk.file, each, day))
    yield Happening(_moment(each.verified, 18), "tongji", f"{name} verified", partial(desk.verify, each))
    yield Happening(_moment(each.checked, 18), "tongji", f"{name} sent back", partial(desk.send_back, each))
    yield Happening(_moment(each.checked, 19), "tongji", f"{name} released", partial(desk.release, each))
    if desk.expects_late(each):
        for day in each.late:
            yield Happening(_moment(day, 14), "", f"{name}: late ones", partial(desk.file_late, each, day))
    yield Happening(_moment(each.locked, 15), "tongji", f"{name} locked", partial(desk.lock, each))


class _Desk:
    """The statistics office and the firms: what each of them does in a round."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._kept: dict[At, list[Filing]] = {}

    @cached_property
    def _firms(self) -> list[Firm]:
        return choose_firms(self._sources.candidates())

    @cached_property
    def _books(self) -> Books:
        return Books(self._firms, self._sources.told())

    @cached_property
    def _officer(self) -> User:
        return self._sources.officer()

    @property
    def _accounts(self) -> Mapping[int, User]:
        # Not kept: firms get their accounts while the year goes on.
        return self._sources.accounts()

    def list_firms(self) -> None:
        with action("statistics.take_over_list", by=None):
            ListedUnit.objects.bulk_create(
                ListedUnit(
                    enterprise_id=firm.entity.id,
                    scale=firm.scale,
                    listed_from=_LISTED[firm.listing],
                    listed_to=date(2018, 12, 31) if firm.listing == "left" else None,
                    source=SOURCE,
                )
                for firm in self._firms
                if firm.first < BUILT_FROM
            )

    def list_built(self) -> None:
        for firm in self._firms:
            if firm.first == BUILT_FROM:
                since = date(*BUILT_FROM, 1)
                list_unit(firm.entity.id, firm.scale, since=since, source=SOURCE, by=self._officer)

    def delist_gone(self) -> None:
        for firm in self._firms:
            if firm.listing == "new" and firm.last < (2019, 12):
                unit = ListedUnit.objects.get(enterprise_id=firm.entity.id)
                delist_unit(unit, until=Period.to_month(*firm.last).end, by=self._officer)

    def take_over(self) -> None:
        forms: dict[tuple[str, str], ReturnForm] = {}
        with action("statistics.take_over_returns", by=self._officer):
            for at in _OF_2018:
                filings = [each for each in self._books.filings(at) if each.form in _FORMS_OF_2018]
                for code in _FORMS_OF_2018:
                    form = version_for(code, Period.to_month(*at))
                    forms[code, form.version] = forms.get((code, form.version)) or form_row(form)
                rows = take_over(filings, forms)
                for row in rows:
                    row.happened_at, row.verified_by = _in_2018(row), self._officer
                with opened_for(None):
                    Return.objects.bulk_create(rows, batch_size=2000)

    def release_2018(self) -> None:
        for at in _OF_2018:
            for code in _FORMS_OF_2018:
                release_sums(code, Period.to_month(*at), by=None)

    def expects_late(self, each: Round) -> bool:
        return each.at >= (2019, 6) and each.form != "investment"

    def file(self, each: Round, day: date) -> None:
        """Whoever files on that day: one in four, by the number of the firm."""
        ahead = (each.filing[-1] - day).days
        troubles = self._troubles(each)
        due = [f for f in self._filings(each) if f.firm.number % AHEAD == ahead]
        due = [f for f in due if troubles.get(f.firm.entity.id) != "none"]
        accounts = self._accounts if day > _HALF_YEAR else {}
        many = [f for f in due if f.firm.entity.id not in accounts]
        file_many(each.form, many, troubles, self._beside(each, many, troubles), day)
        for filing in due:
            if filing.firm.entity.id in accounts:
                file_one(filing, by=accounts[filing.firm.entity.id])

    def verify(self, each: Round) -> None:
        """Verifies at once what came in and is in order."""
        troubles = self._troubles(each)
        held = [firm for firm, trouble in troubles.items() if trouble in ("waiting", "returned")]
        self._verify_all(each, besides=held)

    def send_back(self, each: Round) -> None:
        for firm, trouble in self._troubles(each).items():
            if trouble == "returned":
                row = self._standing(each, firm)
                asked = [(str(row.findings[0]["item"]), QUESTION)] if row.findings else []
                send_back(row, reason=REASON, findings=asked, by=self._officer)

    def release(self, each: Round) -> None:
        release_sums(each.form, each.period, by=None)

    def file_late(self, each: Round, day: date) -> None:
        """Those that were late or were sent back file, each on a day of its own."""
        later = (day - each.late[0]).days
        troubles, accounts = self._troubles(each), self._accounts
        for filing in self._filings(each):
            key = filing.firm.entity.id
            trouble = troubles.get(key)
            if trouble not in (None, "waiting") and filing.firm.number % AHEAD == later:
                self._file_late(filing, trouble, accounts.get(key))

    def _file_late(self, filing: Filing, trouble: Trouble | None, by: User | None) -> None:
        if trouble == "none":
            file_one(filing, by=by)
        else:
            standing = self._standing(Round(filing.form, _at(filing)), filing.firm.entity.id)
            file_values(standing, filing.values, by=by)

    def lock(self, each: Round) -> None:
        self._verify_all(each, besides=())
        lock_period(each.form, each.period, by=self._officer)

    def correct_doubled(self) -> None:
        for filing in self._doubled():
            row = self._standing(Round(filing.form, _at(filing)), filing.firm.entity.id)
            again = correct_return(row, reason=_TWICE, by=self._officer)
            with action("statistics.load_demonstration", by=None), opened_for(None):
                Return.objects.filter(pk=again.pk).update(demonstration=True)
            file_values(again, filing.values, by=None)

    def verify_doubled(self) -> None:
        for filing in self._doubled():
            row = self._standing(Round(filing.form, _at(filing)), filing.firm.entity.id)
            verify_return(row, by=self._officer)

    def release_doubled(self) -> None:
        with suppress(Refused):
            release_sums("industrial_output", Period.to_month(*DOUBLED_AT), by=self._officer)

    def _doubled(self) -> list[Filing]:
        firms = self._books.doubled
        filings = self._books.filings(DOUBLED_AT, corrected=True)
        return [f for f in filings if f.form == "industrial_output" and f.firm.entity.id in firms]

    def _verify_all(self, each: Round, *, besides: Sequence[int]) -> None:
        with action("statistics.verify_return", by=self._officer), opened_for(None):
            filed = Return.objects.filter(
                form_code=each.form, period=each.period.code, state=ReturnState.FILED
            )
            filed.exclude(enterprise_id__in=besides).update(
                state=ReturnState.VERIFIED, verified_at=clock.now(), verified_by=self._officer, version=2
            )

    def _filings(self, each: Round) -> list[Filing]:
        if each.at not in self._kept:
            # Two or three months are worked on at once; the last ones are kept.
            self._kept = {at: self._kept[at] for at in list(self._kept)[-3:]}
            self._kept[each.at] = list(self._books.filings(each.at))
        return [filing for filing in self._kept[each.at] if filing.form == each.form]

    def _troubles(self, each: Round) -> Mapping[int, Trouble]:
        firms = [filing.firm for filing in self._filings(each)] if each.at >= (2019, 6) else []
        return troubles_of(each.form, each.at, firms, self._accounts)

    def _beside(
        self, each: Round, filings: Sequence[Filing], troubles: Mapping[int, Trouble]
    ) -> dict[int, dict[str, dict[str, str | None] | None]]:
        """What the spoilt returns among these are checked against."""
        keys = {f.firm.entity.id for f in filings if f.firm.entity.id in troubles}
        year, month = each.at
        said = {
            name: self._said(Round(each.form, at), keys)
            for name, at in (("last", (year, month - 1)), ("last_year", (year - 1, month)))
        }
        return {key: {name: found.get(key) for name, found in said.items()} for key in keys}

    def _said(self, each: Round, keys: set[int]) -> dict[int, dict[str, str | None]]:
        if not keys or each.at not in self._books.saved:
            return {}
        return {f.firm.entity.id: f.values for f in self._filings(each) if f.firm.entity.id in keys}

    def _standing(self, each: Round, firm: int) -> Return:
        with opened_for(None):
            rows = Return.objects.filter(form_code=each.form, period=each.period.code, enterprise_id=firm)
            return rows.select_related("form").latest("revision")


def _in_2018(row: Return) -> datetime:
    """When the firm handed it in, in its day."""
    due = due_of(row.form_code, row.reported_period).file_by
    return _moment(due - timedelta(row.enterprise_id % AHEAD), 9)


def _at(filing: Filing) -> At:
    return filing.period.year, filing.period.last_month


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), clock.ZONE_TIME)
