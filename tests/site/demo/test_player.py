"""Does the played year go on where it stopped, and come out the same each time?"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.happenings import Happening, in_order
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.models import PlayedDay
from guatu.site.demo.year import player
from guatu.site.demo.year.beginning import beginning
from guatu.site.demo.year.digest import digest
from guatu.site.demo.year.figures import figures_of_the_year
from guatu.site.demo.year.player import play, played_to
from guatu.site.demo.year.schedule import FIRST, LAST, SEED, schedule
from guatu.zone.statistics.models import PublishedFigure

pytestmark = pytest.mark.django_db
MARCH = date(2019, 3, 8)
KILLED_ON = date(2019, 3, 6)


def without_firms(_seed: int) -> tuple[Happening, ...]:
    """What needs no enterprises: quick to be played."""
    parts = [(each for each in beginning() if "accounts" not in each.says), figures_of_the_year()]
    return tuple(in_order(parts))


@pytest.fixture(autouse=True)
def _short(monkeypatch) -> None:
    monkeypatch.setattr(player, "schedule", without_firms)


class KilledError(Exception):
    pass


def die() -> None:
    raise KilledError


def killed_in_the_middle(seed: int) -> tuple[Happening, ...]:
    moment = datetime(2019, 3, 6, 18, tzinfo=clock.ZONE_TIME)
    return tuple(in_order([without_firms(seed), [Happening(moment, "", "", die)]]))


def undone(play_it) -> Iterator[object]:
    """What a play gives, taken away again."""
    with transaction.atomic():
        yield play_it()
        transaction.set_rollback(True)


def play_whole() -> str:
    play(MARCH)
    return digest(MARCH)


def play_interrupted(monkeypatch) -> str:
    monkeypatch.setattr(player, "schedule", killed_in_the_middle)
    with pytest.raises(KilledError):
        play(MARCH)
    assert played_to() == KILLED_ON - timedelta(1)
    monkeypatch.setattr(player, "schedule", without_firms)
    assert play(MARCH) == 3
    return digest(MARCH)


def test_a_play_that_was_killed_goes_on_and_comes_out_the_same(monkeypatch):
    (whole,) = undone(play_whole)
    (interrupted,) = undone(partial(play_interrupted, monkeypatch))
    assert whole == interrupted
    play(MARCH + timedelta(4))
    assert digest(MARCH + timedelta(4)) != whole


def test_playing_again_does_nothing():
    days = play(date(2019, 3, 5))
    assert days == (date(2019, 3, 5) - FIRST).days + 1 == PlayedDay.objects.count()
    before = PublishedFigure.objects.count()
    assert play(date(2019, 3, 5)) == play(FIRST) == 0
    assert PublishedFigure.objects.count() == before > 100


def test_each_day_is_told_of_and_is_in_the_ledger():
    told: list[date] = []
    play(date(2019, 3, 1), told=lambda day, _happened: told.append(day))
    assert told == [FIRST + timedelta(number) for number in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE relation = 'demonstration_playedday'")
        assert cursor.fetchone() == (5,)


def test_no_other_year_is_played():
    for day in (FIRST - timedelta(1), LAST + timedelta(1)):
        with pytest.raises(GuatuError, match="2019-02-25 to 2020-01-31"):
            play(day)


def test_a_zone_of_its_own_is_left_alone():
    User.objects.create(username="somebody")
    with pytest.raises(GuatuError, match="a zone of its own"):
        play(MARCH)
    assert not PlayedDay.objects.exists()


def test_another_seed_needs_another_database():
    PlayedDay.objects.create(day=DEMO_TODAY + timedelta(1), seed=7, happenings=0)
    with pytest.raises(GuatuError, match="seed 7"):
        play(LAST, seed=8)


def test_what_comes_before_the_day_of_the_demonstration_is_the_same_for_every_seed():
    one, other = (
        [(each.at, each.by, each.says) for each in schedule(seed) if clock.day_of(each.at) <= DEMO_TODAY]
        for seed in (SEED, SEED + 1)
    )
    assert one == other
    assert [each.at for each in schedule(SEED)] != [each.at for each in schedule(SEED + 1)]


def test_everything_happens_in_order_on_days_of_the_year():
    moments = [each.at for each in schedule(SEED)]
    assert moments == sorted(moments)
    assert clock.day_of(moments[0]) == FIRST
    assert clock.day_of(moments[-1]) <= LAST
    assert all(each.says or each.does for each in schedule(SEED))
