"""Do the firms of the demonstration zone sum to what was published, and is something left to do in July?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction

from guatu.base import clock
from guatu.base.happenings import in_order, live_through
from guatu.base.periods import Period
from guatu.kernel.access.rights import Role
from guatu.kernel.measures.registry import observations
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.papers import read_papers
from guatu.site.demo.returns import OFFICER, returns_of_the_zone
from guatu.zone.enterprises.demo import load_enterprises
from guatu.zone.statistics.actions import apply_import, preview_import
from guatu.zone.statistics.returns.asking import beside, check, outside, version_for
from guatu.zone.statistics.returns.models import ListedUnit, ReleasedSums, Return
from guatu.zone.statistics.returns.queries import who_is_late
from guatu.zone.statistics.returns.rules.cells import amounts

pytestmark = pytest.mark.django_db

SUMS = (
    ("reported_industrial_output", "industrial_output_large"),
    ("reported_services_income", "modern_services_other_income"),
    ("reported_investment", "fixed_asset_investment"),
)
MAY = Period.to_month(2019, 5)
JUNE = Period.to_month(2019, 6)


@pytest.fixture(scope="module", autouse=True)
def officer(django_db_setup, django_db_blocker) -> Iterator[User]:
    with django_db_blocker.unblock(), transaction.atomic():
        tongji = User.objects.create(username=OFFICER)
        tongji.groups.add(Group.objects.get_or_create(name=Role.STATISTICS.value)[0])
        for paper in read_papers():
            if paper.publisher.endswith("统计局"):
                with clock.use(paper.recorded_at):
                    apply_import(
                        preview_import(
                            name=paper.name,
                            content=paper.content,
                            publisher=paper.publisher,
                            published_on=paper.published_on,
                            by=None,
                            demonstration=True,
                        ),
                        by=None,
                    )
        load_enterprises()
        until = clock.end_of(DEMO_TODAY)
        live_through(each for each in in_order([returns_of_the_zone()]) if each.at <= until)
        yield tongji
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.use(DEMO_TODAY):
        yield


@pytest.mark.parametrize(("reported", "published"), SUMS)
def test_the_firms_sum_to_what_was_published(reported, published):
    of_firms = {o.period: o for o in observations(reported, known_at=clock.now())}
    known = {o.period: o for o in observations(published, known_at=clock.now())}
    whole = [period for period in of_firms if period < JUNE or reported == "reported_investment"]
    assert len(whole) >= 4
    for period in whole:
        assert of_firms[period].value == known[period].value, period
        assert of_firms[period].comparable_base == known[period].comparable_base, period


def test_what_is_missing_of_june_is_what_others_have_not_filed_yet(officer):
    told = observations("reported_industrial_output", known_at=clock.now())[-1]
    published = observations("industrial_output_large", known_at=clock.now())[-1]
    release = ReleasedSums.objects.get(form_code="industrial_output", period=JUNE.code)
    assert (told.period, release.counted) == (JUNE, release.asked - 13)
    assert Decimal("0.95") < told.value.amount / published.value.amount < 1
    assert observations("returns_coverage", known_at=clock.now())[-1].value.amount < 100
    late = who_is_late("industrial_output", JUNE, DEMO_TODAY, by=officer)
    assert Counter(each.state for each in late) == {"": 2, "draft": 2, "returned": 4}
    assert {each.days for each in late} == {10}


def test_energy_for_a_unit_of_output_fell_by_what_was_published():
    of_firms = {o.period: o.value for o in observations("reported_energy_per_output", known_at=clock.now())}
    fell = observations("energy_per_output_reduction", known_at=clock.now())[-1]
    totals = ReleasedSums.objects.get(form_code="energy", period=JUNE.code).totals
    output = ReleasedSums.objects.get(form_code="industrial_output", period=JUNE.code).totals
    assert of_firms[JUNE].amount == round(Decimal(totals["energy_total"]) * 10 / Decimal(output["output"]), 6)
    now = Decimal(totals["energy_total"]) / Decimal(output["output"])
    before = Decimal(totals["energy_total_last_year"]) / Decimal(output["output_last_year"])
    # The firms that are late make some of the difference.
    assert abs((1 - now / before) * 100 - fell.value.amount) < Decimal("0.5")


def test_four_hundred_firms_report_and_some_left_the_list():
    now = ListedUnit.objects.filter(listed_to=None)
    assert now.count() == 400
    assert now.filter(listed_from__gte=date(2019, 1, 1)).count() > 20
    assert ListedUnit.objects.filter(listed_to=date(2018, 12, 31)).count() == 9


@pytest.mark.parametrize("form", ["industrial_output", "energy", "finance", "services_income", "employment"])
@pytest.mark.parametrize("period", [Period.to_month(2018, 12), MAY, JUNE], ids=str)
def test_every_verified_return_passes_every_check(form, period):
    done = Return.objects.filter(
        form_code=form, period=period.code, state__in=("verified", "locked")
    ).select_related("form")
    rows = {row.enterprise_id: row for row in done}
    known = outside(version_for(form, period), period, list(rows))
    there = beside(version_for(form, period), period, known)
    found = {key: check(row, there[key], known[key].entity) for key, row in rows.items()}
    stopping = {f.key for findings in found.values() for f in findings if f.stops}
    # A firm that left the list since, or is small by the market office's own list, is still told about.
    assert stopping <= {"not_in_directory:"}
    hints = Counter(f.key for findings in found.values() for f in findings if f.severity == "hint")
    assert sum(hints.values()) <= len(rows) / 5, hints


def test_what_was_sent_back_says_why():
    back = Return.objects.filter(state="returned").select_related("form")
    assert Counter(row.form_code for row in back)["industrial_output"] == 4
    for row in back:
        assert row.findings
        assert row.sent_back
        assert row.asked
        assert row.returned_filings.count() == 1


def test_of_2018_it_is_said_that_it_was_recorded_later():
    row = Return.objects.filter(form_code="industrial_output", period="2018M01-03").first()
    assert row is not None
    assert row.happened_at.date() < date(2018, 4, 10)
    assert row.filed_at.date() == date(2019, 3, 4)


def test_no_firm_is_recognised_in_a_release():
    release = ReleasedSums.objects.get(form_code="industrial_output", period=MAY.code)
    rows = Return.objects.filter(form_code="industrial_output", period=MAY.code)
    behind: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for item, amount in amounts(row.values).items():
            behind[item, row.industry[:3]] += bool(amount)
    for item, cells in release.divisions.items():
        for division, text in cells.items():
            assert text in (None, "0") or behind[item, division] >= 3
