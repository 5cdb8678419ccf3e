"""Past forecasts against what came."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from guatu.plan.tracking.backtesting import calibration_of, trials_of
from guatu.plan.tracking.identities import check_forecasts
from guatu.plan.tracking.rules import track
from tests.plan.tracking.test_rules import TODAY, promise, seen

TERMS = promise(1200, code="亿元")


def course(year, monthly, until=12):
    return [seen(year, m, m * monthly) for m in range(2, until + 1)]


def test_every_month_of_a_full_year_is_gone_through_again():
    trials = trials_of(TERMS, course(2018, 90), date(2019, 1, 31))
    assert [(t.year, t.made_in, t.made_for) for t in trials] == [(2018, m, 12) for m in range(2, 12)]
    assert {t.point for t in trials} == {D(1080)}
    assert calibration_of(trials).share == 1


def test_the_year_that_runs_is_tried_up_to_its_last_figure():
    trials = trials_of(TERMS, course(2018, 90) + course(2019, 100, 6), TODAY)
    assert [(t.made_in, t.made_for, t.point) for t in trials if t.year == 2019] == [
        (m, 6, D(600)) for m in range(2, 6)
    ]


def test_only_what_was_known_is_used():
    jump = [*course(2019, 100, 5), seen(2019, 6, 900)]
    trials = [t for t in trials_of(TERMS, course(2018, 90) + jump, TODAY) if t.year == 2019]
    assert {t.point for t in trials} == {D(600)}
    found = calibration_of(trials)
    assert (found.inside, found.judged, found.trials) == (0, 2, 4)
    assert round(found.mean_error, 6) == round(-found.mean_size, 6) == round(D(-1) / 3, 6)


def test_the_first_word_counts_not_the_restatement():
    said = seen(2019, 3, 300)
    restated = replace(said, value=seen(2019, 3, 3000).value, restates=said)
    figures = [seen(2019, 2, 200), restated, seen(2019, 4, 400)]
    assert {t.point for t in trials_of(TERMS, figures, TODAY)} == {D(400)}


def test_without_trials_nothing_is_claimed():
    found = calibration_of(trials_of(TERMS, [seen(2019, 3, 300)], TODAY))
    assert (found.trials, found.share, found.mean_error) == (0, None, None)


class TestForecastsOfASum:
    def status(self, *amounts):
        figures = [seen(2019, m, n) for m, n in enumerate(amounts, 2)]
        return track(TERMS, figures, date(2019, 12, 31))

    def test_they_agree_within_their_intervals(self):
        whole = self.status(400, 610, 790, 1000)
        parts = [self.status(200, 300, 395, 500), self.status(200, 310, 395, 500)]
        assert check_forecasts(whole, parts).holds

    def test_they_disagree_beyond_them(self):
        whole = self.status(400, 610, 790, 1000)
        found = check_forecasts(whole, [self.status(200, 300, 395, 500)])
        assert not found.holds
        assert found.difference.amount == 1200

    def test_without_an_interval_nothing_is_said(self):
        assert check_forecasts(self.status(400), [self.status(400)]) is None
