"""Is every typed field counted: of whom, in which form, and how often too much?"""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.base import clock
from guatu.kernel.access import enterprises
from guatu.kernel.access.actions import appoint, create_post
from guatu.kernel.access.models import Department
from guatu.kernel.burden.actions import count_form, count_typed
from guatu.kernel.burden.forms import declare_form, forget_form
from guatu.kernel.burden.models import Tally
from guatu.kernel.burden.queries import (
    Load,
    Repeat,
    by_asking_body,
    by_department,
    by_enterprise,
    by_form,
    by_month,
    repeated_elements,
    repeats_in,
    tallies,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch):
    firm, other, clerk = (User.objects.create_user(name) for name in ("firm", "other", "clerk"))
    office = Department.objects.create(code="chanye", name_zh="产业局")
    appoint(clerk, create_post(office, "科员", by=None), by=None, since=date(2019, 1, 1))
    monkeypatch.setattr(enterprises, "_providers", [{firm.pk: 7, other.pk: 8}.get])
    return firm, other, clerk


@pytest.fixture
def forms():
    for code, body in (("output", "statistics"), ("survey", "chanye")):
        days = {"since": date(2019, 1, 1), "expires": date(2021, 1, 1)}
        declare_form(code, ["revenue"], title=code, asked_by=body, reason="why", **days)
    yield
    forget_form("output")
    forget_form("survey")


def on(day: str):
    return clock.use(date.fromisoformat(day))


def test_a_form_is_counted_by_one_statement_and_adds_up_by_day(people):
    firm, _other, _clerk = people
    with on("2019-03-08"):
        for _time in range(2):
            with CaptureQueriesContext(connection) as made:
                count_form("output", ["revenue", "profit"], by=firm, prefilled=["name"])
            assert len(made) == 1
        count_typed("output", "revenue", by=firm, count=3)
    tally = Tally.objects.get()
    assert (tally.enterprise_id, tally.by_enterprise, tally.department_id) == (7, True, 0)
    assert (tally.forms, tally.typed, tally.prefilled) == (2, 7, 2)
    assert tally.elements == {"revenue": 5, "profit": 2}


def test_an_enterprise_counts_for_itself_whatever_is_said(people):
    firm, _other, _clerk = people
    count_typed("output", "revenue", by=firm, enterprise_id=99)
    assert Tally.objects.get().enterprise_id == 7


def test_staff_count_for_their_department_and_the_system_for_nobody(people):
    _firm, _other, clerk = people
    with on("2019-03-08"):
        count_form("visit", ["question"], by=clerk, enterprise_id=7)
        count_form("visit", ["question"], by=None, enterprise_id=7)
    department = Department.objects.get().pk
    loads = by_month(tallies(2019, department_id=department))
    assert (loads[2].forms, loads[2].typed) == (1, 1)
    assert by_month(tallies(2019, enterprise_id=7))[2] == Load()
    assert by_department(2019) == [(department, Load(1, 1, 0))]


def test_what_is_typed_again_in_another_form_is_a_repeat_and_a_correction_is_none(people, forms):
    firm, other, _clerk = people
    with on("2019-03-08"):
        count_form("output", ["revenue", "profit"], by=firm)
        count_form("output", ["revenue"], by=firm)
        count_form("survey", ["revenue"], by=firm)
        count_form("survey", ["revenue"], by=other)
    with on("2019-04-08"):
        count_form("survey", ["profit"], by=firm)
    rows = tallies(2019)
    repeats = repeats_in(rows)
    months = by_month(rows, repeats)
    assert [(month.forms, month.typed, month.repeated) for month in months[2:4]] == [(4, 5, 1), (1, 1, 0)]
    assert repeated_elements(repeats) == [Repeat("revenue", ("output", "survey"), 1)]
    assert [(key, load.typed, load.forms) for key, load in by_enterprise(2019)] == [(7, 5, 4), (8, 1, 1)]
    assert by_enterprise(2019, most=1)[0][0] == 7
    assert [(code, load.typed) for code, _form, load in by_form(rows)] == [("output", 3), ("survey", 3)]
    assert [(body, load.typed) for body, load in by_asking_body(rows)] == [("chanye", 3), ("statistics", 3)]


def test_a_form_that_is_asked_no_more_keeps_its_counts(people):
    firm, _other, _clerk = people
    with on("2019-03-08"):
        count_form("gone", ["revenue"], by=firm)
    assert by_form(tallies(2019)) == [("gone", None, Load(1, 1, 0))]
    assert by_asking_body(tallies(2019)) == [("", Load(1, 1, 0))]


def test_the_share_of_what_nobody_had_to_type():
    assert Load(typed=1, prefilled=3).prefilled_share == Decimal(75)
    assert Load(forms=1).prefilled_share is None
