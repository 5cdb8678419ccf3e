"""Is nothing in the product asked twice, and does `guatu burden` say so?"""

from datetime import date

from guatu.base import clock
from guatu.kernel.burden.faults import find_faults
from guatu.kernel.burden.forms import all_fields, declare_form, forget_form
from guatu.site.burden_command import in_words, run
from guatu.site.demo import DEMO_TODAY


def test_no_field_of_the_product_is_asked_twice_or_past_its_end():
    assert [in_words(fault) for fault in find_faults(all_fields(), DEMO_TODAY)] == []


def test_a_repeated_field_fails_the_command_and_is_named(capsys):
    days = {"since": date(2019, 1, 1), "expires": date(2021, 1, 1)}
    for code in ("test-one", "test-two"):
        declare_form(code, ["test_element"], title=code, asked_by="chanye", reason="a try", **days)
    try:
        with clock.use(DEMO_TODAY):
            assert run([]) == 1
    finally:
        forget_form("test-one")
        forget_form("test-two")
    said = capsys.readouterr().out
    assert "fault: test_element (enterprise) is asked in test-one and test-two" in said
    with clock.use(DEMO_TODAY):
        assert run([]) == 0
