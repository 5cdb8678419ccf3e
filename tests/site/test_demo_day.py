"""On which days is the demonstration served: those that were played, with a word on what came later?"""

from datetime import date

import pytest

from guatu.site import demonstration, play_command
from guatu.site.postgres.borrowing import OWN
from guatu.site.trouble import TroubleError

PLAYED = date(2019, 11, 15)


@pytest.fixture
def kept(monkeypatch) -> list[date]:
    days: list[date] = []
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for module in (demonstration, play_command):
        monkeypatch.setattr(module, "keep_day", days.append)
    return days


def test_a_day_that_was_not_played_is_refused_with_the_command_that_plays_it(kept):
    with pytest.raises(TroubleError, match=r"played to 2019-11-15 only.*\./run play --until 2019-12-01"):
        demonstration._refuse_unplayed(date(2019, 12, 1), PLAYED)
    assert kept == []


def test_without_a_day_the_last_one_that_was_played_is_served(kept, capsys):
    demonstration._refuse_unplayed(None, PLAYED)
    assert kept == [PLAYED]
    assert capsys.readouterr().out == ""


def test_an_earlier_day_is_served_and_said_to_know_of_later(kept, capsys):
    demonstration._refuse_unplayed(date(2019, 9, 1), PLAYED)
    assert kept == [date(2019, 9, 1)]
    said = capsys.readouterr().out
    assert "played to 2019-11-15 already" in said
    assert "what was known on 2019-09-01" in said


def test_the_day_is_kept_for_this_checkout_s_own_database_alone(kept, monkeypatch):
    monkeypatch.delenv(OWN, raising=False)
    play_command._keep(PLAYED)
    monkeypatch.setenv(OWN, "1")
    play_command._keep(PLAYED)
    assert kept == [PLAYED]
