"""What would turn a light: asked of the rule itself."""

from datetime import date
from decimal import Decimal as D

from guatu.base.periods import Period
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.turns import turns_if
from tests.plan.tracking.test_rules import LAST_YEAR, TODAY, promise, seen


def told(terms, figures, today=TODAY, places=1):
    status = track(terms, figures, today)
    return [
        (turn.light, turn.better, turn.figure.amount, turn.distance.amount)
        for turn in turns_if(terms, figures, status, places)
    ]


class TestAmounts:
    terms = promise(1200, code="亿元")

    def test_behind_comes_up_with_the_next_figure_or_stays(self):
        # by the calendar 700 are due by July; 90 % and the margin of 0.3 % of the pace are 632.1
        found = told(self.terms, [seen(2019, 5, 450), seen(2019, 6, 500)])
        assert found == [
            (Light.AT_RISK, True, D("632.1"), D("132.1")),
            (Light.ON_TRACK, True, D("702.1"), D("202.1")),
        ]

    def test_on_track_says_below_what_it_falls(self):
        found = told(self.terms, [seen(2019, 5, 510), seen(2019, 6, 610)])
        assert found == [(Light.AT_RISK, False, D("700.0"), D("90.0"))]

    def test_before_december_only_the_target_itself_counts(self):
        figures = [seen(2019, 10, 1000), seen(2019, 11, 1050)]
        found = told(self.terms, figures, date(2019, 12, 20))
        assert found == [
            (Light.DONE, True, D("1200.0"), D("150.0")),
            (Light.BEHIND, False, D("1200.0"), D("150.0")),
        ]

    def test_what_it_says_is_what_happens(self):
        figures = [*LAST_YEAR, seen(2018, 7, 50), seen(2019, 5, 45), seen(2019, 6, 52)]
        terms = promise(150 * 10**8)
        status = track(terms, figures, TODAY)
        for turn in turns_if(terms, figures, status, 2):
            assert turn.period == Period.to_month(2019, 7)
            reached = track(terms, [*figures, seen(2019, 7, turn.figure.amount / 10**8)], date(2019, 8, 20))
            assert reached.light is turn.light or not turn.better

    def test_an_upper_limit_turns_the_other_way(self):
        terms = promise(120, code="亿元", comparator="<=", better="less")
        assert told(terms, [seen(2019, 5, 48), seen(2019, 6, 58)]) == [
            (Light.AT_RISK, False, D("70.0"), D("12.0"))
        ]


class TestOthers:
    def test_a_milestone_has_days(self):
        terms = promise(1, kind="count", measure_kind="milestone", code="count:个", due=date(2019, 9, 30))
        figures = [seen(2019, 3, 0, code="个")]
        turns = turns_if(terms, figures, track(terms, figures, TODAY), 0)
        assert [(turn.light, turn.better, turn.day) for turn in turns] == [
            (Light.DONE, True, date(2019, 9, 30)),
            (Light.AT_RISK, False, date(2019, 8, 31)),
        ]

    def test_one_event_breaks_what_allows_none(self):
        terms = promise(0, kind="count", measure_kind="zero_tolerance", code="count:起", better="less")
        assert told(terms, [seen(2019, 6, 0, code="起")]) == [(Light.BROKEN, False, 1, 1)]

    def test_a_rate_of_quarters_comes_again_in_a_quarter(self):
        terms = promise("3.5", comparator=">=", kind="ratio", measure_kind="ratio", code="percent")
        figures = [seen(2019, 3, "3.4", code="%"), seen(2019, 6, "3.3", code="%")]
        status = track(terms, figures, TODAY)
        turns = turns_if(terms, figures, status, 2)
        assert {turn.period for turn in turns} == {Period.to_month(2019, 9)}

    def test_grey_is_turned_by_no_amount(self):
        assert told(promise(1200, code="亿元"), [seen(2019, 2, 100)]) == []
