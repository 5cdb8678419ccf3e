"""What if a figure, a day, the rest of the year were another?"""

from datetime import date
from decimal import Decimal as D

from guatu.base.quantities import Quantity, unit
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.simulation import Assumption, Case, simulate
from tests.plan.tracking.test_rules import TODAY, promise, seen


def yi(amount):
    return Quantity(D(str(amount)), unit("亿元"))


def course(year, monthly, until=12):
    return tuple(seen(year, m, m * monthly) for m in range(2, until + 1))


CASES = {
    1: Case(promise(2400, code="亿元"), course(2018, 180) + course(2019, 199, 6)),
    2: Case(promise(1200, code="亿元"), course(2018, 90) + course(2019, 99, 6), wholes=(1,)),
    3: Case(promise(1200, code="亿元"), course(2018, 90) + course(2019, 100, 6), wholes=(1,)),
}


def test_another_figure_moves_the_whole_as_well():
    part, whole = simulate(CASES, Assumption(2, figure=yi(606)), TODAY)
    assert (part.key, whole.key) == (2, 1)
    assert (part.before.light, part.after.light) == (Light.AT_RISK, Light.ON_TRACK)
    assert whole.after.actual == yi(1194 + 12)
    assert whole.turns
    assert whole.before.light is Light.AT_RISK


def test_another_day_asks_for_another_pace():
    (found,) = simulate(CASES, Assumption(3, due=date(2019, 9, 30)), TODAY)
    assert (found.before.light, found.after.light) == (Light.ON_TRACK, Light.BEHIND)


def test_the_rest_of_the_year_in_per_cent():
    # Last year's rest is 540; 600 + 540 × 1.2 = 1248 reaches 1200, and 540 × 1.0 does not.
    better, whole = simulate(CASES, Assumption(3, growth=D(20)), TODAY)
    assert better.after.actual == yi(1248)
    assert better.after.light is Light.DONE
    assert whole.after.actual == yi(1194 * 2 + 48)
    worse, _ = simulate(CASES, Assumption(3, growth=D(0)), TODAY)
    assert (worse.after.actual, worse.after.light) == (yi(1140), Light.BEHIND)


def test_a_figure_to_come_stands_against_the_forecasts_of_that_month():
    # By August last year's course makes 800 of 600; 100 less than that takes 100 from the whole as well.
    part, whole = simulate(CASES, Assumption(3, figure=yi(700), month=8), TODAY)
    assert (part.before.actual, part.after.actual) == (yi(800), yi(700))
    assert (part.before.light, part.after.light) == (Light.ON_TRACK, Light.BEHIND)
    assert whole.before.actual - whole.after.actual == yi(100)


def test_what_was_given_in_is_not_changed():
    before = {key: case.observations for key, case in CASES.items()}
    simulate(CASES, Assumption(2, figure=yi(1)), TODAY)
    assert before == {key: case.observations for key, case in CASES.items()}


def test_nothing_is_assumed_of_a_target_without_figures():
    assert simulate({1: Case(promise(1, code="亿元"), ())}, Assumption(1, figure=yi(1)), TODAY) == ()
    assert simulate({1: Case(promise(1, code="亿元"), ())}, Assumption(1, growth=D(1)), TODAY) == ()
    assert simulate({}, Assumption(1, growth=D(1)), TODAY) == ()
