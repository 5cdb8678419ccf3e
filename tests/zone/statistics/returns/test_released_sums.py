"""Can a firm be recognised in what leaves the store, and do measures say what was released?"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from return_firms import MACHINES, FirmsOfTests, output_values

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.base.quantities import Missing
from guatu.kernel.directory import Entity
from guatu.kernel.measures.registry import observations
from guatu.zone.statistics.returns.actions import (
    correct_return,
    file_return,
    lock_period,
    open_return,
    release_sums,
    save_draft,
    verify_return,
)
from guatu.zone.statistics.returns.actions.releasing import release_due_sums
from guatu.zone.statistics.returns.listing import list_unit
from guatu.zone.statistics.returns.models import ReleasedSums
from guatu.zone.statistics.returns.rules.recognising import (
    FEWEST,
    is_dominated,
    rule,
    tells_of_a_firm,
)
from guatu.zone.statistics.returns.rules.summing import (
    Reported,
    changed_firms,
    is_recognisable,
    items_told_apart,
    masked_cells,
    sum_up,
)

OUTPUT, FEBRUARY = "industrial_output", Period.to_month(2019, 2)
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DIVISIONS = ("C14", "C26", "C34", "C35", "C39")
reports = st.lists(st.tuples(st.sampled_from(DIVISIONS), st.integers(0, 1000) | st.none()), max_size=25).map(
    lambda rows: [
        Reported(firm, division, {"output": None if amount is None else Decimal(amount)})
        for firm, (division, amount) in enumerate(rows)
    ]
)

sizes = st.integers(0, 1000).map(Decimal)


@UNHURRIED
@given(reports)
def test_no_released_number_has_fewer_than_three_firms_behind_it(rows):
    sums = sum_up(rows, ["output"])
    behind = Counter(row.division for row in rows if row.amounts["output"])
    total = sums.totals["output"]
    assert total is None or behind.total() == 0 or behind.total() >= FEWEST
    for division, amount in sums.divisions["output"].items():
        assert amount is None or behind[division] == 0 or behind[division] >= FEWEST
        shown = sum(r.amounts["output"] or 0 for r in rows if r.division == division)
        assert amount is None or amount == shown


@UNHURRIED
@given(reports)
def test_what_is_masked_cannot_be_computed_from_the_rest(rows):
    sums = sum_up(rows, ["output"])
    behind = Counter(row.division for row in rows if row.amounts["output"])
    masked = [division for division, amount in sums.divisions["output"].items() if amount is None]
    if sums.totals["output"] is None or not masked:
        return
    # The total less all that is shown is the sum of the masked cells: of three firms, in two cells.
    assert sum(behind[division] for division in masked) >= FEWEST
    pooled = [row.amounts["output"] or Decimal(0) for row in rows if row.division in masked]
    everything = len(masked) == sum(count > 0 for count in behind.values())
    assert not tells_of_a_firm(pooled, of_the_zone=everything)
    assert len(masked) >= 2 or len(masked) == sum(count > 0 for count in behind.values())


@UNHURRIED
@given(st.dictionaries(st.sampled_from(DIVISIONS), st.lists(sizes, max_size=6)))
def test_as_little_is_masked_as_must_be(cells):
    masked = masked_cells(cells)
    telling = {cell for cell, made in cells.items() if tells_of_a_firm(made)}
    assert telling <= masked
    assert bool(masked) == bool(telling)
    assert not any(not any(cells[cell]) for cell in masked)


@UNHURRIED
@given(st.lists(sizes, min_size=3, max_size=30))
def test_no_firm_of_a_shown_cell_knows_another_nearly(made):
    """Whoever takes away what it reported itself is left at least a tenth of the largest in doubt."""
    made = [amount for amount in made if amount]
    if tells_of_a_firm(made):
        return
    largest, *others = sorted(made, reverse=True) or [Decimal(0)]
    for own in others:
        doubt = sum(made) - own - largest
        assert doubt * 100 >= rule().rest_percent * largest
    assert not made or 100 * largest <= rule().largest_percent * sum(made)


@pytest.mark.parametrize(
    ("amounts", "dominated"),
    [
        ((), False),
        ((0, 0, 0), False),
        ((100, 100, 100), False),
        ((85, 8, 7), True),  # the others make 7, less than a tenth of 85
        ((85, 6, 9), True),
        ((80, 11, 9), False),
        ((86, 5, 5, 4), True),
        ((85, 5, 5, 5), False),
        ((50, 46, 4), True),
        ((-90, 5, 5), True),
    ],
)
def test_one_or_two_that_rule_a_sum(amounts, dominated):
    assert is_dominated(map(Decimal, amounts)) == dominated


def test_a_sum_of_the_zone_over_many_firms_is_held_to_their_number():
    one_rules = [Decimal(10_000), *[Decimal(1)] * (rule().large_from - 1)]
    assert tells_of_a_firm(one_rules)
    assert not tells_of_a_firm(one_rules, of_the_zone=True)
    assert tells_of_a_firm(one_rules[:-1], of_the_zone=True)


@UNHURRIED
@given(reports, reports)
def test_two_releases_side_by_side_tell_no_more_than_each(earlier, later):
    before, after = ({row.firm: row for row in rows} for rows in (earlier, later))
    shown_before, shown = (sum_up(rows, ["output"]).divisions for rows in (earlier, later))
    told = items_told_apart(before, shown_before, after, shown)
    if told or not shown["output"]:
        return
    both = [
        division
        for division, amount in shown["output"].items()
        if amount is not None and shown_before["output"].get(division) is not None
    ]
    for division in both:
        changes = [
            sum(
                sign * (rows[firm].amounts["output"] or 0)
                for rows, sign in ((after, 1), (before, -1))
                if firm in rows and rows[firm].division == division
            )
            for firm in before.keys() | after.keys()
        ]
        assert not tells_of_a_firm(map(Decimal, changes))


def test_what_another_release_masks_is_not_told_by_this_one():
    """The smallest that was masked beside a single firm is not shown while the sum stays what it was."""
    single = [Reported(0, "C14", {"output": Decimal(500)})]
    three = [Reported(firm, "C36", {"output": Decimal(100)}) for firm in (1, 2, 3)]
    four = [Reported(firm, "C35", {"output": Decimal(100)}) for firm in (4, 5, 6, 7)]
    six = [Reported(firm, "C39", {"output": Decimal(100)}) for firm in range(8, 14)]
    before, after = [*single, *three, *four, *six], [*single, *three, *four[:1], *six]
    old, new = (sum_up(rows, ["output"]).divisions for rows in (before, after))
    assert {d for d, amount in old["output"].items() if amount is None} == {"C14", "C36"}
    keyed = ({row.firm: row for row in rows} for rows in (before, after))
    first, second = keyed
    assert items_told_apart(first, old, second, new) == {"output"}


@UNHURRIED
@given(
    st.dictionaries(st.integers(0, 9), st.sampled_from("ab")),
    st.dictionaries(st.integers(0, 9), st.sampled_from("ab")),
)
def test_a_difference_of_one_or_two_firms_is_recognisable(before, after):
    changed = changed_firms(before, after)
    assert is_recognisable(before, after) == (len(changed) in (1, 2))
    assert not is_recognisable(before, before)


# ---- in the database ---------------------------------------------------


@pytest.fixture
def many(firms: FirmsOfTests) -> list[Entity]:
    added = [
        Entity(200 + n, f"91999999D0002{n:03}X0", f"星野试验{n}厂", industry, "in_business", "industry")
        for n, industry in enumerate(["C3511"] * 4 + ["C3670"] * 3 + ["C1492"])
    ]
    firms.firms += added
    for firm in added:
        list_unit(firm.id, "industry", since=FEBRUARY.start, source="名录", by=None)
    return added


def verified(firm: Entity, people, output: int = 12000):
    draft = open_return(OUTPUT, firm.id, FEBRUARY, by=None)
    save_draft(draft, output_values(output), by=None)
    return verify_return(file_return(draft, by=None), by=people.officer)


@pytest.mark.django_db
@pytest.mark.usefixtures("july", "as_the_app")
def test_a_release_sums_what_was_verified_and_masks_what_is_small(many, people):
    for firm in many:
        verified(firm, people)
    open_return(OUTPUT, MACHINES.id, FEBRUARY, by=None)
    release = release_sums(OUTPUT, FEBRUARY, by=people.officer)
    assert (release.asked, release.counted, release.revision) == (10, 8, 1)
    assert release.totals["output"] == "96000"
    assert release.totals["export_delivery"] == "0"
    # One firm makes food: it is masked, and the next smallest with it.
    assert release.divisions["output"] == {"C14": None, "C35": "48000", "C36": None}
    assert release_sums(OUTPUT, FEBRUARY, by=people.officer).pk == release.pk
    (told,) = observations("reported_industrial_output", known_at=clock.now())
    assert (told.value.amount, told.comparable_base.amount) == (Decimal("0.96"), Decimal("0.88"))
    assert round(told.growth, 2) == Decimal("9.09")
    assert observations("reported_industrial_output", known_at=clock.now() - timedelta(days=1)) == ()
    assert observations("returns_coverage", known_at=clock.now())[0].value.amount == 80


@pytest.mark.django_db
@pytest.mark.usefixtures("july", "as_the_app")
def test_a_correction_is_released_only_among_others(many, people):
    done = [verified(firm, people) for firm in many]
    first = release_sums(OUTPUT, FEBRUARY, by=people.officer)
    for number, row in enumerate(done[:3]):
        correction = correct_return(row, reason="审计调整", by=people.officer)
        save_draft(correction, output_values(13000), by=None)
        verify_return(file_return(correction, by=None), by=people.officer)
        if number < 2:
            with pytest.raises(Refused) as refused:
                release_sums(OUTPUT, FEBRUARY, by=people.officer)
            assert refused.value.code == "recognisable"
    second = release_sums(OUTPUT, FEBRUARY, by=people.officer)
    assert (second.revision, second.totals["output"]) == (2, "99000")
    assert ReleasedSums.objects.get(pk=first.pk).totals["output"] == "96000"
    (told,) = observations("reported_industrial_output", known_at=clock.now())
    assert told.value.amount == Decimal("0.99")
    assert told.restates.value.amount == Decimal("0.96")


@pytest.mark.django_db
@pytest.mark.usefixtures("july", "as_the_app")
def test_two_who_corrected_something_else_do_not_hide_a_third(many, people):
    done = [verified(firm, people) for firm in many]
    release_sums(OUTPUT, FEBRUARY, by=people.officer)
    for row, output in zip(done[:3], (13000, 12000, 12000), strict=True):
        correction = correct_return(row, reason="更正", by=people.officer)
        save_draft(correction, {**output_values(output), "new_products": "1100"}, by=None)
        verify_return(file_return(correction, by=None), by=people.officer)
    with pytest.raises(Refused) as refused:
        release_sums(OUTPUT, FEBRUARY, by=people.officer)
    assert refused.value.code == "recognisable"
    for row in done[3:5]:
        correction = correct_return(row, reason="更正", by=people.officer)
        save_draft(correction, output_values(14000), by=None)
        verify_return(file_return(correction, by=None), by=people.officer)
    assert release_sums(OUTPUT, FEBRUARY, by=people.officer).totals["output"] == "101000"


@pytest.mark.django_db
@pytest.mark.usefixtures("july", "as_the_app")
def test_where_few_of_a_division_changed_the_divisions_are_masked(many, people):
    done = [verified(firm, people) for firm in many]
    release_sums(OUTPUT, FEBRUARY, by=people.officer)
    for row in (done[0], done[1], done[4]):
        correction = correct_return(row, reason="更正", by=people.officer)
        save_draft(correction, output_values(13000), by=None)
        verify_return(file_return(correction, by=None), by=people.officer)
    again = release_sums(OUTPUT, FEBRUARY, by=people.officer)
    assert again.totals["output"] == "99000"
    assert set(again.divisions["output"].values()) == {None}


@pytest.mark.django_db
@pytest.mark.usefixtures("july", "as_the_app")
def test_two_firms_alone_are_no_sum(many, people):
    for firm in many[:2]:
        verified(firm, people)
    release_sums(OUTPUT, FEBRUARY, by=people.officer)
    (told,) = observations("reported_industrial_output", known_at=clock.now())
    assert isinstance(told.value, Missing)
    for user in (people.of_machines, *people.others.values()):
        with pytest.raises(PermissionDenied):
            release_sums(OUTPUT, FEBRUARY, by=user)


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_app")
def test_sums_are_released_when_a_period_is_locked_and_by_themselves(many, people):
    with clock.use(date(2019, 3, 12)):
        for firm in many[:5]:
            verified(firm, people)
        assert lock_period(OUTPUT, FEBRUARY, by=people.officer) == 5
        assert ReleasedSums.objects.get().counted == 5
        verified(many[5], people)
        assert lock_period(OUTPUT, FEBRUARY, by=people.officer) == 1
        assert ReleasedSums.objects.get().counted == 5  # one firm more would be recognised
        for firm in many[6:]:
            verified(firm, people)
        assert release_due_sums(date(2019, 3, 12)) == 1
        assert release_due_sums(date(2019, 3, 12)) == 0
        assert ReleasedSums.objects.latest("revision").counted == 8
