from datetime import UTC, date, datetime, timedelta

import pytest

from guatu.base import clock
from guatu.base.errors import GuatuError


def test_now_has_an_offset_and_runs():
    first = clock.now()
    assert first.utcoffset() == timedelta(hours=8)
    assert clock.now() >= first


def test_the_zone_lives_in_its_own_year(monkeypatch):
    monkeypatch.setenv("GUATU_TODAY", "2019-06-30")
    assert clock.today() == date(2019, 6, 30)
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_a_day_off_the_real_clock_is_a_year_of_its_own(monkeypatch):
    assert not clock.lives_in_own_year()
    with clock.use(datetime.now(UTC) - timedelta(hours=23)):
        assert not clock.lives_in_own_year()
    with clock.use(datetime.now(UTC) + timedelta(days=2)):
        assert clock.lives_in_own_year()
    monkeypatch.setenv("GUATU_TODAY", "2019-06-30")
    assert clock.lives_in_own_year()


def test_a_wrong_day_is_said(monkeypatch):
    monkeypatch.setenv("GUATU_TODAY", "June")
    with pytest.raises(GuatuError, match="GUATU_TODAY"):
        clock.today()


def test_the_day_changes_at_midnight_in_the_zone():
    with clock.use(datetime(2019, 6, 30, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2019, 7, 1)
    with clock.use(datetime(2019, 6, 30, 15, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2019, 6, 30)


def test_clocks_nest_and_are_restored():
    with clock.use(date(2018, 1, 5)):
        with clock.use(lambda: datetime(2017, 3, 3, tzinfo=UTC)):
            assert clock.today() == date(2017, 3, 3)
        assert clock.today() == date(2018, 1, 5)


def test_naive_moments_are_refused():
    naive = datetime(2019, 1, 1)  # noqa: DTZ001 - it is what must be refused
    with pytest.raises(GuatuError), clock.use(naive):
        pass
    with clock.use(lambda: naive), pytest.raises(GuatuError):
        clock.now()
    with pytest.raises(GuatuError):
        clock.day_of(naive)


def test_end_of_a_day_is_still_that_day():
    assert clock.day_of(clock.end_of(date(2019, 2, 28))) == date(2019, 2, 28)
