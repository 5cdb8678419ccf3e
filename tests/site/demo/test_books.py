"""Do the books of the demonstration's firms sum to what was published, in every month and for every firm?"""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from guatu.base.periods import Period
from guatu.kernel.directory import Entity
from guatu.site.demo.returns import told_series
from guatu.zone.enterprises.demo import made_entities
from guatu.zone.statistics.returns.demo.books import DOUBLED, DOUBLED_AT, Books
from guatu.zone.statistics.returns.demo.firms import Candidate, choose_firms
from guatu.zone.statistics.returns.demo.rounds import rounds_of_2019
from guatu.zone.statistics.returns.demo.troubles import LATE_AT, troubles_of

MONTHS = [(2019, month) for month in range(2, 13)]
TOTALS = (
    ("industrial_output", "output", "industrial_output_large"),
    ("services_income", "income", "modern_services_other_income"),
    ("investment", "completed", "fixed_asset_investment"),
)


@pytest.fixture(scope="module")
def books() -> Books:
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


@pytest.fixture(scope="module")
def filed(books):
    return {at: list(books.filings(at, corrected=True)) for at in MONTHS}


@pytest.mark.parametrize(("form", "item", "measure"), TOTALS)
def test_the_firms_sum_to_what_was_published_last(filed, form, item, measure):
    told = told_series()[measure]
    for at in MONTHS:
        mine = [each.values for each in filed[at] if each.form == form]
        assert sum(int(values[item]) for values in mine) == told.level[at], at
        assert sum(int(values[f"{item}_last_year"]) for values in mine) == told.base[at], at


def test_no_firm_made_less_by_the_end_of_a_month_than_before(filed):
    for before, after in pairwise(MONTHS):
        then = {f.firm.entity.id: int(f.values["output"]) for f in filed[before] if f.form == TOTALS[0][0]}
        for each in filed[after]:
            if each.form == TOTALS[0][0] and each.firm.entity.id in then:
                assert int(each.values["output"]) >= then[each.firm.entity.id]


def test_works_come_in_august_and_firms_leave_after_september(filed):
    reporting = [
        len({each.firm.entity.id for each in filed[at] if each.form != "investment"}) for at in MONTHS
    ]
    assert reporting == [400] * 6 + [403, 403, 401, 401, 401]


def test_three_works_count_twice_in_november_and_nobody_else(books, filed):
    wrong = [each for each in books.filings(DOUBLED_AT) if each.form == "industrial_output"]
    right = [each for each in filed[DOUBLED_AT] if each.form == "industrial_output"]
    more = [int(w.values["output"]) - int(r.values["output"]) for w, r in zip(wrong, right, strict=True)]
    assert Counter(more) == {0: len(right) - 3, DOUBLED: 3}


def test_sums_that_are_released_again_never_tell_of_one_or_two(filed):
    for each in rounds_of_2019():
        if each.at >= (2019, 7) and each.form not in ("investment", "research"):
            firms = [filing.firm for filing in filed[each.at] if filing.form == each.form]
            assert len(troubles_of(each.form, each.at, firms, ())) >= 3, each


def test_the_late_ones_of_october_are_missed_in_the_sum(filed):
    output = {f.firm.entity.id: f for f in filed[LATE_AT] if f.form == "industrial_output"}
    late = troubles_of("industrial_output", LATE_AT, [f.firm for f in output.values()], ())
    assert set(late.values()) == {"none"}
    assert sum(int(output[firm].values["output"]) for firm in late) > 100_000


def test_every_round_is_filed_checked_and_locked_in_this_order():
    for each in rounds_of_2019():
        assert each.filing == sorted(each.filing)
        assert each.filing[-1] <= each.checked
        assert each.verified <= each.checked < each.locked
        assert Period.to_month(*each.at).end < each.filing[0]
