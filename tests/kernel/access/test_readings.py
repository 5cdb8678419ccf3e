"""Is it on record who read closely kept fields, as often as the table of classes says and no oftener?"""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.base import clock
from guatu.kernel.access.actions import record_reading, record_readings
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.models import Reading
from guatu.kernel.ledger.context import coming_from
from tests.kernel.access.firms import make_firm

pytestmark = pytest.mark.django_db
PERSONAL, RESTRICTED = FieldClass.PERSONAL, FieldClass.RESTRICTED


def on(day: date, hour: int = 9):
    return clock.use(datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE_TIME))


@pytest.fixture
def firms():
    return [make_firm(f"甲{number}", number) for number in range(3)]


@pytest.fixture
def lu() -> User:
    return User.objects.create_user("lu")


def told() -> list[tuple[str, str]]:
    return sorted(Reading.objects.values_list("record", "field_class"))


def test_a_personal_field_is_told_of_once_a_day_for_each_person_and_record(firms, lu):
    for day in (date(2019, 7, 18), date(2019, 7, 19)):
        with on(day):
            for _ in range(3):
                record_reading(lu, firms[0], {PERSONAL})
    record = str(firms[0].pk)
    assert told() == [(record, "personal")] * 2
    with on(date(2019, 7, 19)):
        record_reading(User.objects.create_user("ye"), firms[0], {PERSONAL})
        record_reading(lu, firms[1], {PERSONAL})
    assert len(told()) == 4


def test_a_restricted_field_is_told_of_every_time(firms, lu):
    with on(date(2019, 7, 18)):
        for _ in range(3):
            record_reading(lu, firms[0], {RESTRICTED, PERSONAL, FieldClass.COMMERCIAL, FieldClass.OPEN})
    record = str(firms[0].pk)
    assert told() == [(record, "personal"), *[(record, "restricted")] * 3]


def test_what_is_not_kept_closely_and_who_is_nobody_is_not_told_of(firms, lu):
    record_reading(lu, firms[0], {FieldClass.OPEN, FieldClass.INTERNAL, FieldClass.COMMERCIAL})
    record_readings(lu, [], {PERSONAL})
    record_reading(AnonymousUser(), firms[0], {PERSONAL})
    assert told() == []


def test_it_says_from_where_and_stands_in_the_ledger(firms, lu):
    with coming_from("request-7", "10.0.0.7"), on(date(2019, 7, 18)):
        record_reading(lu, firms[0], {PERSONAL})
    reading = Reading.objects.get()
    assert (reading.model, reading.request, reading.address) == (
        "enterprises.enterprise",
        "request-7",
        "10.0.0.7",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, actor FROM ledger_action WHERE request = 'request-7'")
        assert cursor.fetchall() == [("access.read_closely_kept", lu.pk)]
        cursor.execute("SELECT after->>'address' FROM ledger_entry WHERE relation = 'access_reading'")
        assert cursor.fetchone()[0].startswith("ref:")


def test_a_list_looked_at_again_costs_one_question_and_no_write(firms, lu):
    with on(date(2019, 7, 18)):
        record_readings(lu, firms, {PERSONAL})
        assert len(told()) == 3
        with CaptureQueriesContext(
            connection,
        ) as asked:
            record_readings(lu, firms, {PERSONAL})
    assert len(asked) == 1
    assert len(told()) == 3
