"""From which moment on may a letter tell of a notice?"""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.clock import ZONE_TIME
from guatu.base.errors import GuatuError
from guatu.kernel.notifying.kinds import Pace
from guatu.kernel.notifying.scheduling import Calendar, Hours, allowed_from, mail_moment

NIGHT = Hours(time(22), time(7))
WEEKDAYS = Calendar()
FRIDAY = date(2026, 11, 20)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE_TIME)


def test_what_comes_by_day_goes_out_at_once():
    assert mail_moment(Pace.NOW, at(20, 15), NIGHT, WEEKDAYS) == at(20, 15)
    assert mail_moment(Pace.OFF, at(20, 15), NIGHT, WEEKDAYS) is None


@pytest.mark.parametrize(
    ("moment", "end"), [(at(20, 23), at(21, 7)), (at(21, 3), at(21, 7)), (at(21, 7), at(21, 7))]
)
def test_quiet_hours_over_midnight_hold_until_their_end(moment, end):
    assert mail_moment(Pace.NOW, moment, NIGHT, WEEKDAYS) == end


def test_quiet_hours_at_noon_hold_for_the_same_day_alone():
    noon = Hours(time(12), time(14))
    assert mail_moment(Pace.NOW, at(20, 13), noon, WEEKDAYS) == at(20, 14)
    assert mail_moment(Pace.NOW, at(20, 11), noon, WEEKDAYS) == at(20, 11)


def test_a_weekend_is_waited_for_by_who_takes_letters_on_working_days():
    working = Hours(time(22), time(7), working_days=True)
    assert mail_moment(Pace.NOW, at(20, 23), working, WEEKDAYS) == at(23, 7)
    assert mail_moment(Pace.NOW, at(21, 12), working, WEEKDAYS) == at(23, 7)
    assert mail_moment(Pace.NOW, at(21, 12), Hours(working_days=True), WEEKDAYS) == at(23, 0)


def test_a_digest_comes_at_eight_on_the_next_working_day():
    for pace in (Pace.DAILY, Pace.WEEKLY):
        assert mail_moment(pace, at(20, 9), Hours(), WEEKDAYS) == at(23, 8)
    assert mail_moment(Pace.DAILY, at(19, 9), Hours(), WEEKDAYS) == at(20, 8)
    assert mail_moment(Pace.DAILY, at(19, 7), Hours(), WEEKDAYS) == at(19, 8)
    assert mail_moment(Pace.WEEKLY, at(23, 9), Hours(), WEEKDAYS) == at(30, 8)


def test_a_holiday_moves_a_digest_and_a_made_up_saturday_has_one():
    holiday = Calendar(rest={date(2026, 11, 23), date(2026, 11, 24)}, made_up={date(2026, 11, 21)})
    assert mail_moment(Pace.DAILY, at(20, 9), Hours(), holiday) == at(21, 8)
    assert mail_moment(Pace.DAILY, at(21, 9), Hours(), holiday) == at(25, 8)
    assert mail_moment(Pace.WEEKLY, at(21, 9), Hours(), holiday) == at(25, 8)


def test_a_digest_waits_for_the_end_of_quiet_hours():
    late = Hours(time(20), time(9, 30))
    assert mail_moment(Pace.DAILY, at(19, 12), late, WEEKDAYS) == at(20, 9, 30)


def test_a_calendar_without_a_working_day_is_a_mistake():
    idle = Calendar(rest=frozenset(FRIDAY + timedelta(days=n) for n in range(200)))
    with pytest.raises(GuatuError):
        allowed_from(at(20, 9), Hours(working_days=True), idle)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001
    lambda each: each.replace(tzinfo=ZONE_TIME)
)
HOURS = st.builds(Hours, st.times(), st.times(), st.booleans()) | st.builds(Hours, working_days=st.booleans())
REST = st.frozensets(st.dates(date(2020, 1, 1), date(2035, 1, 1)), max_size=20)


@given(MOMENTS, HOURS, REST, st.sampled_from([Pace.NOW, Pace.DAILY, Pace.WEEKLY]))
def test_no_letter_comes_early_in_quiet_hours_or_never(moment, hours, rest, pace):
    calendar = Calendar(rest)
    due = mail_moment(pace, moment, hours, calendar)
    assert due is not None
    assert due >= moment
    assert due - moment < timedelta(days=45)
    assert not hours.quiet_at(due.time())
    if hours.working_days or pace is not Pace.NOW:
        assert calendar.is_worked(due.date())
    # Once allowed it stays so: what is looked at again when due is not held again.
    assert allowed_from(due, hours, calendar) == due


@given(
    MOMENTS,
    HOURS,
    st.sampled_from([Pace.NOW, Pace.DAILY, Pace.WEEKLY]),
    st.timedeltas(timedelta(0), timedelta(9)),
)
def test_who_waits_longer_is_not_told_earlier(moment, hours, pace, more):
    first = mail_moment(pace, moment, hours, WEEKDAYS)
    second = mail_moment(pace, moment + more, hours, WEEKDAYS)
    assert first is not None
    assert second is not None
    assert first <= second
