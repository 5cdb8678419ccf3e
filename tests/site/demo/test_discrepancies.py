"""Are the discrepancies of the played year found where sums of firms stand beside what was published?"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.directory import Entity
from guatu.site.demo.papers import read_papers
from guatu.site.demo.returns import told_series
from guatu.site.demo.second_half import papers_of_second_half
from guatu.zone.enterprises.demo import made_entities
from guatu.zone.statistics.actions import apply_import, preview_import
from guatu.zone.statistics.returns.comparing import compared_with_published
from guatu.zone.statistics.returns.demo.books import DOUBLED_AT, Books
from guatu.zone.statistics.returns.demo.firms import Candidate, choose_firms
from guatu.zone.statistics.returns.models import ReleasedSums

pytestmark = pytest.mark.django_db
FORMS = {"industrial_output": "output", "services_income": "income", "investment": "completed"}
MONTHS = [(2019, month) for month in range(7, 13)]


def open_books() -> Books:
    candidates = [
        Candidate(
            Entity(
                key, str(v["uscc"]), str(v["name"]), str(v["industry"]), str(v["status"]), str(v["scale"])
            ),
            v["established_on"],
        )
        for key, v in enumerate(made_entities(), 1)
        if v["kind"] == "company" and v["established_on"] < date(2018, 12, 1)
    ]
    return Books(choose_firms(candidates), told_series())


def released(books: Books, at: tuple[int, int], revision: int, moment: datetime) -> Iterator[ReleasedSums]:
    filings = list(books.filings(at, corrected=revision > 1))
    period = Period.to_month(*at)
    for form, item in FORMS.items():
        mine = [each.values for each in filings if each.form == form]
        totals = {
            code: str(sum(Decimal(values[code] or 0) for values in mine))
            for code in (item, f"{item}_last_year")
        }
        yield ReleasedSums(
            form_code=form, period=period.code, period_end=period.end, revision=revision, asked=len(mine),
            counted=len(mine), totals=totals, divisions={}, returns={}, released_at=moment,
        )  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _published(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        for paper in (*read_papers(), *papers_of_second_half()):
            if paper.file.endswith("-statistics.csv") and paper.file >= "2019-06":
                with clock.use(paper.recorded_at):
                    figures = preview_import(
                        name=paper.name, content=paper.content, publisher=paper.publisher,
                        published_on=paper.published_on, by=None, demonstration=True,
                    )  # fmt: skip
                    apply_import(figures, by=None)
        books = open_books()
        for at in MONTHS:
            moment = clock.end_of(Period.to_month(*at).end + timedelta(13))
            ReleasedSums.objects.bulk_create(released(books, at, 1, moment))
        corrected = released(books, DOUBLED_AT, 2, clock.end_of(date(2019, 12, 30)))
        ReleasedSums.objects.bulk_create(each for each in corrected if each.form_code == "industrial_output")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2019-08-21", {("reported_industrial_output", 7): ("-1.4", "total_differs")}),
        ("2019-09-25", {("reported_services_income", 8): ("3.2", "total_differs")}),
        ("2019-10-20", {("reported_investment", 9): ("0", "growth_differs")}),
        ("2019-11-25", {}),
        ("2019-12-20", {("reported_industrial_output", 11): ("-1.8", "total_differs")}),
        ("2019-12-31", {}),
        ("2020-01-31", {("reported_services_income", 12): ("2.2", "total_differs")}),
    ],
)
def test_each_is_found_on_its_days_and_nothing_else(day, found):
    known_at = clock.end_of(date.fromisoformat(day))
    with clock.use(known_at):
        told = {
            (each.summed.code, each.period.last_month): (
                each.difference.to("亿元").amount,
                [finding.code for finding in each.findings],
            )
            for each in compared_with_published(known_at)
            if each.findings
        }
    assert told == {key: (Decimal(amount), [code]) for key, (amount, code) in found.items()}
