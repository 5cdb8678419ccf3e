"""Is nothing asked twice, without a reason, or for ever?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.errors import GuatuError
from guatu.kernel.burden.faults import Fault, find_faults
from guatu.kernel.burden.forms import AskedField, Side, declare_form, find_form, forget_form

FROM, TO = date(2019, 1, 1), date(2021, 1, 1)
TODAY = date(2019, 7, 18)


def asked(element: str, form: str, since: date = FROM, expires: date = TO, side: Side = Side.ENTERPRISE):
    return AskedField(element, form, side, "tongji", "why", since, expires)


def declare(code: str, elements, **changes):
    given = {"title": code, "asked_by": "tongji", "reason": "why", "since": FROM, "expires": TO}
    return declare_form(code, elements, **(given | changes))


@pytest.fixture(autouse=True)
def _nothing_is_left():
    yield
    for code in ("a", "b"):
        forget_form(code)


def test_a_form_says_what_it_asks_once():
    form = declare("a", ["revenue", "revenue", "profit"])
    assert form.elements == {"revenue", "profit"}
    assert [field.element for field in form.fields] == ["revenue", "profit"]
    assert find_form("a") is declare("a", ["revenue", "profit"])
    with pytest.raises(GuatuError, match="declared already"):
        declare("a", ["revenue"])


@pytest.mark.parametrize("changes", [{"reason": " "}, {"expires": FROM}, {"expires": date(2018, 1, 1)}])
def test_no_field_without_reason_and_end(changes):
    with pytest.raises(GuatuError):
        declare("a", ["revenue"], **changes)
    assert find_form("a") is None


def test_the_same_meaning_in_two_forms_is_a_fault():
    fields = [asked("revenue", "a"), asked("profit", "a"), asked("revenue", "b")]
    assert find_faults(fields, TODAY) == [Fault("repeated", Side.ENTERPRISE, "revenue", ("a", "b"))]


def test_two_sides_are_asked_apart():
    assert find_faults([asked("revenue", "a"), asked("revenue", "b", side=Side.STAFF)], TODAY) == []


def test_what_is_not_asked_yet_or_no_more_repeats_nothing():
    later = asked("revenue", "b", since=TODAY + timedelta(1))
    assert find_faults([asked("revenue", "a"), later], TODAY) == []
    over = asked("revenue", "b", expires=TODAY)
    assert [fault.kind for fault in find_faults([asked("revenue", "a"), over], TODAY)] == ["expired"]


def test_a_field_cannot_be_asked_for_ever():
    leap = date(2016, 2, 29)
    assert find_faults([asked("revenue", "a", leap, date(2021, 2, 28))], TODAY) == []
    (fault,) = find_faults([asked("revenue", "a", leap, date(2021, 3, 1))], TODAY)
    assert (fault.kind, fault.expires) == ("too_long", date(2021, 3, 1))


ELEMENTS = st.sampled_from(["revenue", "profit", "power"])
FORMS = st.sampled_from(["a", "b", "c"])


@given(st.sets(st.tuples(ELEMENTS, FORMS)))
def test_a_fault_for_each_element_of_more_than_one_form(pairs):
    fields = [asked(element, form) for element, form in sorted(pairs)]
    found = {fault.element: set(fault.forms) for fault in find_faults(fields, TODAY)}
    forms = {element: {form for each, form in pairs if each == element} for element, _form in pairs}
    assert found == {element: each for element, each in forms.items() if len(each) > 1}
