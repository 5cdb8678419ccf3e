"""How many returns are said to be in: now, and as it was known on a past day?"""

from datetime import date, datetime

import pytest
from return_firms import MACHINES, PARTS, output_values

from guatu.base import clock
from guatu.base.periods import Period
from guatu.zone.statistics.returns.actions import (
    correct_return,
    file_return,
    open_return,
    save_draft,
    send_back,
    verify_return,
)
from guatu.zone.statistics.returns.counting import days_left, rounds_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("firms", "as_the_app")]

# The first return of a year: its months and what they add up to are the same.
FEBRUARY = Period.to_month(2019, 2)
OUTPUT = "industrial_output"


def at(day: int, month: int = 3) -> datetime:
    return datetime(2019, month, day, 12, tzinfo=clock.ZONE_TIME)


def counted(day: int) -> tuple[int, int, int]:
    found = {each.due.form: each for each in rounds_at(at(day))}[OUTPUT]
    return found.listed, found.filed, found.verified


def filed(firm, person, day: int):
    with clock.use(at(day)):
        begun = open_return(OUTPUT, firm.id, FEBRUARY, by=person)
        return file_return(save_draft(begun, output_values(), by=person), by=person)


def test_those_count_that_were_in_by_then(people):
    filed(MACHINES, people.of_machines, 5)
    filed(PARTS, people.of_parts, 8)
    assert [counted(day) for day in (4, 5, 8)] == [(2, 0, 0), (2, 1, 0), (2, 2, 0)]


def test_what_was_sent_back_is_not_in_until_it_is_filed_again(people):
    sent = filed(MACHINES, people.of_machines, 5)
    with clock.use(at(6)):
        send_back(sent, reason="the export is missing", by=people.officer)
    assert [counted(day)[1] for day in (5, 6, 7)] == [1, 0, 0]
    filed(MACHINES, people.of_machines, 9)
    assert [counted(day)[1] for day in (5, 6, 8, 9)] == [1, 0, 0, 1]


def test_a_correction_takes_nothing_away(people):
    sent = filed(MACHINES, people.of_machines, 5)
    with clock.use(at(6)):
        done = verify_return(sent, by=people.officer)
        correct_return(done, reason="an invoice was late", by=people.officer)
    assert [counted(day) for day in (5, 7)] == [(2, 1, 0), (2, 1, 1)]


def test_a_round_is_shown_in_the_month_of_its_day(people):
    filed(MACHINES, people.of_machines, 5)
    assert OUTPUT not in {e.due.form for e in rounds_at(at(28, 2)) if e.due.period == FEBRUARY}
    found = next(e for e in rounds_at(at(5)) if e.due.form == OUTPUT)
    assert days_left(found.due, date(2019, 3, 5)) == 3
    assert days_left(found.due, date(2019, 3, 18)) == -10
