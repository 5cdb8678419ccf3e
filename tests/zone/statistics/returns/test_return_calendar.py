"""When is a return due, who is late, who is reminded, and what may be copied or counted of it?"""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from return_firms import MACHINES, PARTS, TRADERS, output_values

from guatu.base import clock
from guatu.base.errors import GuatuError, Refused
from guatu.base.periods import Period
from guatu.kernel.burden.models import Tally
from guatu.kernel.mail.models import Letter
from guatu.zone.statistics.returns.actions import (
    authorise_copy,
    file_return,
    open_return,
    save_draft,
    verify_return,
)
from guatu.zone.statistics.returns.calendar import due_of, dues_between
from guatu.zone.statistics.returns.forms import due_periods, is_period_of, last_period, load_form
from guatu.zone.statistics.returns.listing import delist_unit, list_unit, listed_for
from guatu.zone.statistics.returns.models import ListedUnit
from guatu.zone.statistics.returns.queries import progress, progress_of, returns_of, tasks_of, who_is_late
from guatu.zone.statistics.returns.reminding import remind_firms, reminders_on

FEBRUARY, MAY, JUNE = (Period.to_month(2019, month) for month in (2, 5, 6))
OUTPUT = "industrial_output"


def test_a_year_has_eleven_points_and_january_is_none_of_them():
    form = load_form(OUTPUT, date(2019, 1, 1))
    assert [p.last_month for p in due_periods(form, 2019)] == list(range(2, 13))
    assert last_period(form, FEBRUARY) is None
    assert last_period(form, JUNE) == MAY
    assert not is_period_of(form, Period.of_month(2019, 2))
    labour = load_form("employment", date(2019, 1, 1))
    assert [p.last_month for p in due_periods(labour, 2019)] == [3, 6, 9, 12]
    assert last_period(labour, JUNE) == Period.to_month(2019, 3)


@pytest.mark.parametrize(
    ("form", "period", "file_by", "verify_by"),
    [
        (OUTPUT, FEBRUARY, date(2019, 3, 8), date(2019, 3, 10)),
        (OUTPUT, Period.to_month(2018, 12), date(2019, 1, 10), date(2019, 1, 12)),
        ("finance", JUNE, date(2019, 7, 16), date(2019, 7, 20)),
        ("employment", Period.to_month(2019, 12), date(2020, 1, 15), date(2020, 1, 20)),
        ("research", Period.to_month(2018, 12), date(2019, 3, 10), date(2019, 3, 25)),
    ],
)
def test_deadlines_are_data(form, period, file_by, verify_by):
    due = due_of(form, period)
    assert (due.file_by, due.verify_by) == (file_by, verify_by)
    assert due.source


def test_what_is_due_between_two_days():
    dues = dues_between(date(2019, 7, 8), date(2019, 7, 16))
    assert {(due.form, due.period) for due in dues} == {
        (form, JUNE) for form in (OUTPUT, "energy", "investment", "services_income", "finance", "employment")
    }
    assert [due.file_by for due in dues] == sorted(due.file_by for due in dues)
    with pytest.raises(GuatuError):
        due_of(OUTPUT, Period.to_month(2010, 2))


@pytest.mark.django_db
@pytest.mark.usefixtures("firms", "july", "as_the_app")
def test_who_is_late_and_what_an_enterprise_has_to_do(people):
    draft = open_return(OUTPUT, MACHINES.id, JUNE, by=people.of_machines)
    late = who_is_late(OUTPUT, JUNE, clock.today(), by=people.officer)
    assert [(each.entity, each.days, each.state) for each in late] == [
        (MACHINES, 10, "draft"),
        (PARTS, 10, ""),
    ]
    assert who_is_late(OUTPUT, JUNE, date(2019, 7, 8), by=people.officer) == []
    assert progress(OUTPUT, JUNE, by=people.officer) == {"": 1, "draft": 1}
    tasks = tasks_of(MACHINES, date(2019, 7, 1), date(2019, 7, 31), by=people.of_machines)
    assert {task.due.form: task.state for task in tasks} == {
        OUTPUT: "draft",
        "energy": "",
        "finance": "",
        "employment": "",
    }
    values = {**output_values(), "output_month": "100", "sales_month": "90"}
    save_draft(draft, values, by=people.of_machines)
    file_return(draft, by=people.of_machines)
    assert [e.entity for e in who_is_late(OUTPUT, JUNE, clock.today(), by=people.officer)] == [PARTS]
    assert [row.period for row in returns_of(MACHINES.id, by=people.of_machines)] == [JUNE.code]


@pytest.mark.django_db
@pytest.mark.usefixtures("firms", "july", "as_the_app")
def test_more_rounds_cost_no_more_queries(people):
    open_return(OUTPUT, MACHINES.id, JUNE, by=people.of_machines)
    asked = [(due.form, due.period) for due in dues_between(date(2018, 7, 1), date(2019, 7, 31))]
    counted = []
    progress_of(asked[:1], by=people.officer)  # who the officer is, is asked once
    for rounds in (asked[:1], asked):
        with CaptureQueriesContext(connection) as done:
            found = progress_of(rounds, by=people.officer)
        assert found.keys() == set(rounds)
        counted.append(len(done))
    assert counted[0] == counted[1]
    assert all(found[each] == progress(*each, by=people.officer) for each in asked)
    spans = []
    for first in (date(2019, 7, 1), date(2018, 7, 1)):
        with CaptureQueriesContext(connection) as done:
            tasks = tasks_of(MACHINES, first, date(2019, 7, 31), by=people.of_machines)
        spans.append((len(tasks), len(done)))
    assert spans[0][0] < spans[1][0]
    assert spans[0][1] == spans[1][1]


@pytest.mark.django_db
@pytest.mark.usefixtures("firms", "july")
def test_a_firm_comes_onto_the_list_and_leaves_it(people):
    form = load_form("services_income", JUNE.end)
    assert [entity.id for entity in listed_for(form, JUNE)] == [TRADERS.id]
    unit = ListedUnit.objects.get(enterprise_id=TRADERS.id)
    assert list_unit(TRADERS.id, "trade", since=date(2019, 5, 1), source="x", by=people.officer) == unit
    with pytest.raises(Refused):
        delist_unit(unit, until=date(2017, 1, 1), by=people.officer)
    delist_unit(unit, until=date(2019, 5, 31), by=people.officer)
    assert listed_for(form, JUNE) == ()
    assert [entity.id for entity in listed_for(form, MAY)] == [TRADERS.id]
    with pytest.raises(PermissionDenied):
        list_unit(TRADERS.id, "trade", since=date(2019, 7, 1), source="x", by=people.of_machines)


@pytest.mark.django_db
@pytest.mark.usefixtures("firms")
def test_firms_are_reminded_once_before_and_after(people, monkeypatch):
    people.of_machines.email = "tjy@firm.example"
    people.of_machines.save()
    monkeypatch.setattr("guatu.kernel.mail.actions.defer", lambda *_args, **_kwargs: None)
    reminded = {
        day: {(r.due.form, r.occasion) for r in reminders_on(date(2019, 7, day))} for day in (6, 9, 12)
    }
    assert (OUTPUT, "due") in reminded[6]
    assert (OUTPUT, "late") in reminded[9]
    assert (OUTPUT, "late") in reminded[12]
    assert {r.enterprise_id for r in reminders_on(date(2019, 7, 6))} == {MACHINES.id, PARTS.id}
    with clock.use(date(2019, 7, 6)):
        assert remind_firms(clock.today()) == 1  # the other firm has no account
        assert remind_firms(clock.today()) == 0
    letter = Letter.objects.get()
    assert (letter.recipient, "2019年1—6月" in letter.subject) == ("tjy@firm.example", True)
    with clock.use(date(2019, 7, 7)):
        draft = open_return(OUTPUT, MACHINES.id, JUNE, by=people.of_machines)
        values = {**output_values(), "output_month": "100", "sales_month": "90"}
        file_return(save_draft(draft, values, by=people.of_machines), by=people.of_machines)
    assert {r.enterprise_id for r in reminders_on(date(2019, 7, 9)) if r.due.form == OUTPUT} == {PARTS.id}


@pytest.mark.django_db
@pytest.mark.usefixtures("july", "as_the_app")
def test_only_what_an_enterprise_authorises_is_copied(firms, people):
    draft = open_return(OUTPUT, MACHINES.id, FEBRUARY, by=people.of_machines)
    filed = file_return(save_draft(draft, output_values(), by=people.of_machines), by=people.of_machines)
    said = {"scope": "政策匹配", "until": date(2020, 7, 18)}
    with pytest.raises(Refused) as refused:
        authorise_copy(filed, ["output"], by=people.of_machines, **said)
    assert refused.value.code == "not_verified"
    done = verify_return(filed, by=people.officer)
    for user in (people.officer, people.of_parts, *people.others.values()):
        with pytest.raises(PermissionDenied):
            authorise_copy(done, ["output"], by=user, **said)
    with pytest.raises(Refused):
        authorise_copy(done, ["export_delivery"], by=people.of_machines, **said)
    with pytest.raises(Refused):
        authorise_copy(done, ["output"], scope="x", until=date(2019, 7, 1), by=people.of_machines)
    authorise_copy(done, ["output", "sales"], by=people.of_machines, **said)
    authorise_copy(done, ["output", "sales"], by=people.of_machines, **said)
    copied = {
        (c.entity_id, c.value.element, str(c.value.amount), c.value.unit, c.scope) for c in firms.copies
    }
    assert copied == {
        (MACHINES.id, "output", "12000", "千元", "政策匹配"),
        (MACHINES.id, "sales", "11600", "千元", "政策匹配"),
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("firms", "july", "as_the_app")
def test_what_was_typed_is_counted_and_what_was_known_is_not(people):
    draft = open_return(OUTPUT, MACHINES.id, FEBRUARY, by=people.of_machines)
    save_draft(draft, output_values(), by=people.of_machines)
    file_return(draft, by=people.of_machines)
    tally = Tally.objects.get(form="returns.industrial_output")
    assert (tally.enterprise_id, tally.forms) == (MACHINES.id, 1)
    assert tally.elements["output"] == tally.elements["finished_goods"] == 1
    assert "output_month" not in tally.elements  # computed
