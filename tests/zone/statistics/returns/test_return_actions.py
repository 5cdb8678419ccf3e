from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from return_firms import MACHINES, PARTS, output_values

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.zone.statistics.returns.actions import (
    NotFiled,
    correct_return,
    file_return,
    lock_period,
    open_return,
    save_draft,
    send_back,
    verify_return,
)
from guatu.zone.statistics.returns.models import Return
from guatu.zone.statistics.returns.queries import filings_sent_back, get_return
from guatu.zone.statistics.returns.words import shown_findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("firms", "july", "as_the_app")]

FEBRUARY, MARCH, JUNE = (Period.to_month(2019, month) for month in (2, 3, 6))
OUTPUT = "industrial_output"


def begun(people, period=FEBRUARY, **values) -> Return:
    opened = open_return(OUTPUT, MACHINES.id, period, by=people.of_machines)
    return save_draft(opened, {**output_values(), **values}, by=people.of_machines)


def verified(people, period=FEBRUARY, **values) -> Return:
    filed = file_return(begun(people, period, **values), by=people.of_machines)
    return verify_return(filed, by=people.officer)


def test_a_return_is_begun_saved_filed_and_verified(people):
    opened = open_return(OUTPUT, MACHINES.id, FEBRUARY, by=people.of_machines)
    assert (opened.state, opened.values, opened.enterprise_name) == ("draft", {}, MACHINES.name)
    assert open_return(OUTPUT, MACHINES.id, FEBRUARY, by=people.of_machines).pk == opened.pk
    saved = save_draft(opened, output_values(), by=people.of_machines)
    assert saved.values["output_month"] == "12000"  # the first return of a year: both are the same
    assert saved.origins["output_month"] == "difference"
    assert shown_findings(saved) == ()
    with clock.use(datetime(2019, 7, 18, 10, tzinfo=clock.ZONE_TIME)):
        filed = file_return(saved, by=people.of_machines)
    assert (filed.state, filed.filed_by) == ("filed", people.of_machines)
    assert file_return(filed, by=people.of_machines).version == filed.version  # a second click
    done = verify_return(filed, by=people.officer)
    assert (done.state, done.verified_by) == ("verified", people.officer)
    assert verify_return(done, by=people.officer).version == done.version


def test_all_that_is_wrong_is_told_at_once(people):
    wrong = begun(people, sales="5000", export_delivery="13000", stock="", new_products="-4")
    with pytest.raises(NotFiled) as refused:
        file_return(wrong, by=people.of_machines)
    told = {(f.code, f.item, f.severity) for f in refused.value.findings}
    assert told == {
        ("part_above_whole", "export_delivery", "block"),
        ("required", "stock", "block"),
        ("negative", "new_products", "block"),
        ("exports_within_output", "export_delivery", "remark"),
        ("sales_ratio", "sales", "remark"),
        ("growth", "sales", "hint"),
    }
    assert "13,000" in refused.value.sentence
    assert get_return(wrong.pk, by=people.of_machines).state == "draft"


def test_a_remark_answers_a_finding(people):
    doubtful = begun(people, sales="5000")
    with pytest.raises(NotFiled):
        file_return(doubtful, by=people.of_machines)
    explained = save_draft(
        doubtful, {}, {"sales_ratio:sales": "年初集中生产，三月发货"}, by=people.of_machines
    )
    assert file_return(explained, by=people.of_machines).state == "filed"


def test_a_return_goes_back_and_comes_again(people):
    filed = file_return(begun(people), by=people.of_machines)
    back = send_back(filed, reason="请核对产值", findings=[("output", "含分厂吗？")], by=people.officer)
    assert (back.state, back.sent_back) == ("returned", "请核对产值")
    (kept,) = filings_sent_back(back, by=people.officer)
    assert kept.content["values"]["output"] == "12000"
    with pytest.raises(NotFiled):
        file_return(back, by=people.of_machines)
    again = save_draft(
        back, output_values(12100), {"asked:output": "不含分厂，已更正"}, by=people.of_machines
    )
    assert file_return(again, by=people.of_machines).state == "filed"


def test_a_correction_is_a_new_revision_with_a_reason(people):
    done = verified(people)
    assert lock_period(OUTPUT, FEBRUARY, by=people.officer) == 1
    with pytest.raises(Refused) as refused:
        save_draft(done, {"output": "1"}, by=people.of_machines)
    assert refused.value.code == "not_open"
    correction = correct_return(done, reason="审计调整", by=people.of_machines)
    assert (correction.revision, correction.state, correction.reason) == (2, "draft", "审计调整")
    assert correction.values["output"] == "12000"
    assert correct_return(done, reason="审计调整", by=people.of_machines).pk == correction.pk


def test_nobody_verifies_what_they_filed_and_nobody_writes_for_another(people):
    draft = begun(people)
    with pytest.raises(PermissionDenied):
        save_draft(draft, {"output": "1"}, by=people.of_parts)
    with pytest.raises(PermissionDenied):
        open_return(OUTPUT, PARTS.id, FEBRUARY, by=people.of_machines)
    filed = file_return(draft, by=people.of_machines)
    with pytest.raises(PermissionDenied):
        verify_return(filed, by=people.of_machines)
    for user in people.others.values():
        with pytest.raises(PermissionDenied):
            verify_return(filed, by=user)


def test_two_people_do_not_overwrite_each_other(people):
    draft = begun(people)
    save_draft(draft, {"stock": "900"}, by=people.of_machines, version=draft.version)
    with pytest.raises(Refused) as refused:
        save_draft(draft, {"stock": "700"}, by=people.of_machines, version=draft.version)
    assert refused.value.code == "changed_meanwhile"


def test_the_next_month_is_filled_in_from_the_last(people):
    verified(people)
    march = open_return(OUTPUT, MACHINES.id, MARCH, by=people.of_machines)
    assert march.values == {"export_delivery": "n/a", "export_delivery_last_year": "n/a"}
    march = save_draft(march, {"output_month": "7000", "output_last_year": "18000"}, by=people.of_machines)
    assert march.values["output"] == "19000"
    march = save_draft(march, {"output_month": "8000"}, by=people.of_machines)
    assert march.values["output"] == "20000"


def test_what_is_not_over_or_not_asked_is_refused(people):
    with pytest.raises(Refused) as refused:
        open_return(OUTPUT, MACHINES.id, Period.to_month(2019, 7), by=people.of_machines)
    assert refused.value.code == "not_over"
    with pytest.raises(Refused) as refused:
        open_return(OUTPUT, MACHINES.id, Period.of_quarter(2019, 1), by=people.of_machines)
    assert refused.value.code == "no_such_period"
    with pytest.raises(Refused) as refused:
        open_return("services_income", MACHINES.id, JUNE, by=people.of_machines)
    assert refused.value.code == "not_asked"
