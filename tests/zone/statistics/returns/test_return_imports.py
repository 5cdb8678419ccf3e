import hashlib
import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from python_calamine import CalamineWorkbook
from return_firms import MACHINES, PARTS, TRADERS, output_values

from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.sheets.writing import workbook
from guatu.zone.statistics.returns.actions import (
    apply_returns,
    open_return,
    preview_returns,
    save_draft,
    undo_returns,
    verify_return,
)
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.importing import rows_to_correct, shown_problems
from guatu.zone.statistics.returns.models import ReturnImport
from guatu.zone.statistics.returns.queries import returns_to_verify, same_sheets
from guatu.zone.statistics.returns.sheets import read_firm_rows, template_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("firms", "july", "as_the_app")]

OUTPUT, FEBRUARY = "industrial_output", Period.to_month(2019, 2)
FORM = version_for(OUTPUT, FEBRUARY)


def sheet(*rows: tuple[str, str, dict[str, str | None], str]) -> bytes:
    heads = ["统一社会信用代码", "企业名称", *(f"{item.name_zh}，{item.unit}" for item in FORM.items), "说明"]
    lines = [
        [code, name, *(values.get(item.code) or "" for item in FORM.items), remark]
        for code, name, values, remark in rows
    ]
    return workbook("表", heads, lines)


def handed_in(people, *rows):
    return preview_returns(OUTPUT, FEBRUARY, name="二月.xlsx", content=sheet(*rows), by=people.officer)


GOOD = (MACHINES.uscc, MACHINES.name, output_values(), "")
ALSO_GOOD = (PARTS.uscc, PARTS.name, {**output_values(), "export_delivery": "不适用"}, "")


def test_a_whole_zone_comes_in_by_one_sheet(people):
    preview = handed_in(people, GOOD, ALSO_GOOD)
    assert preview.outcome["counts"] == {"rows": 2, "new": 2, "again": 0, "wrong": 0}
    assert returns_to_verify(OUTPUT, FEBRUARY, by=people.officer) == []
    apply_returns(preview, by=people.officer)
    filed = returns_to_verify(OUTPUT, FEBRUARY, by=people.officer)
    assert [(r.enterprise_name, r.values["output_month"]) for r in filed] == [
        (MACHINES.name, "12000"),
        (PARTS.name, "12000"),
    ]
    assert apply_returns(preview, by=people.officer).applied_at is not None  # a second click
    with pytest.raises(Refused) as refused:
        verify_return(filed[0], by=people.officer)
    assert refused.value.code == "second_person"
    assert verify_return(filed[0], by=people.second).state == "verified"


def test_every_error_is_told_with_row_and_column(people):
    wrong = {**output_values(), "sales": "多", "stock": "-3", "output_month": "12,345"}
    preview = handed_in(
        people,
        ("91999999XXXXXXXXXX", "没有这家", output_values(), ""),
        (MACHINES.uscc, "别名", wrong, ""),
        (TRADERS.uscc, TRADERS.name, output_values(), ""),
        ALSO_GOOD,
        ALSO_GOOD,
    )
    told = {(p.row, p.column, p.is_error) for p in shown_problems(preview)}
    assert told == {
        (2, "", True),
        (3, "", False),
        (3, "工业总产值（当年价格）（本月）", True),
        (3, "工业销售产值（当年价格）（累计）", True),
        (3, "产成品存货", True),
        (4, "", True),
        (6, "", True),
    }
    assert preview.outcome["counts"] == {"rows": 5, "new": 1, "again": 0, "wrong": 4}
    with pytest.raises(Refused, match="4"):
        apply_returns(preview, by=people.officer)
    apply_returns(preview, by=people.officer, skip_wrong=True)
    assert len(returns_to_verify(OUTPUT, FEBRUARY, by=people.officer)) == 1


def test_the_rows_to_correct_can_be_handed_in_again(people):
    preview = handed_in(
        people, (MACHINES.uscc, MACHINES.name, {**output_values(), "stock": "-3"}, ""), ALSO_GOOD
    )
    back = rows_to_correct(preview)
    (row,) = read_firm_rows(back, FORM)
    assert (row.uscc, row.cells["stock"]) == (MACHINES.uscc, "-3")
    with CalamineWorkbook.from_filelike(io.BytesIO(back)) as book:
        said = book.get_sheet_by_index(0).to_python()[1]
    assert "-3" in said[-2]
    assert said[-1] == "2"


def test_a_remark_in_the_sheet_answers_what_needs_one(people):
    doubtful = {**output_values(), "sales": "5000"}
    assert handed_in(people, (MACHINES.uscc, MACHINES.name, doubtful, "")).outcome["counts"]["wrong"] == 1
    explained = handed_in(people, (MACHINES.uscc, MACHINES.name, doubtful, "春节停产，三月集中发货"))
    assert explained.outcome["counts"]["wrong"] == 0


def test_an_import_is_undone_as_a_whole(people):
    draft = open_return(OUTPUT, MACHINES.id, FEBRUARY, by=people.of_machines)
    save_draft(draft, {"output": "77"}, by=people.of_machines)
    done = apply_returns(handed_in(people, GOOD, ALSO_GOOD), by=people.officer)
    undone = undo_returns(done, by=people.officer)
    assert undone.state == "undone"
    (left,) = returns_to_verify(OUTPUT, FEBRUARY, by=people.officer, state=None)
    assert (left.pk, left.state, left.values["output"], left.filed_at) == (draft.pk, "draft", "77", None)


def test_what_was_verified_is_not_undone(people):
    done = apply_returns(handed_in(people, GOOD), by=people.officer)
    verify_return(returns_to_verify(OUTPUT, FEBRUARY, by=people.officer)[0], by=people.second)
    with pytest.raises(Refused) as refused:
        undo_returns(done, by=people.officer)
    assert refused.value.code == "moved_on"
    again = handed_in(people, GOOD)
    assert again.outcome["problems"][0]["fault"] == "done"


def test_only_the_statistics_office_imports(people):
    for user in (people.of_machines, *people.others.values()):
        with pytest.raises(PermissionDenied):
            preview_returns(OUTPUT, FEBRUARY, name="x", content=sheet(GOOD), by=user)


def test_the_template_is_filled_with_what_is_known():
    content = template_file(FORM, [(MACHINES, {"output_last_year": "1100", "export_delivery": "n/a"})])
    (row,) = read_firm_rows(content, FORM)
    assert row.cells == {"output_last_year": "1100", "export_delivery": "不适用"}


def test_another_unit_in_the_header_is_refused():
    content = workbook("表", ["统一社会信用代码", "产成品存货，万元"], [[MACHINES.uscc, "3"]])
    with pytest.raises(Refused) as refused:
        read_firm_rows(content, FORM)
    assert refused.value.code == "wrong_unit"
    with pytest.raises(Refused) as refused:
        read_firm_rows(workbook("表", ["企业", "x"], [["a", "b"]]), FORM)
    assert refused.value.code == "no_header"


def test_the_ledger_confirms_no_guess_of_a_sheet_and_the_same_sheet_is_known_again(people):
    content = sheet(GOOD)
    first, again = (
        preview_returns(OUTPUT, FEBRUARY, name=name, content=content, by=people.officer) for name in "ab"
    )
    assert first.sheet == again.sheet == content
    assert [other.pk for other in same_sheets(again, by=people.officer)] == [first.pk]
    assert same_sheets(handed_in(people, ALSO_GOOD), by=people.officer) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT after::text FROM ledger_entry WHERE relation = 'statistics_returnimport'")
        entered = "".join(text for (text,) in cursor.fetchall())
        outcome = {key: value for key, value in first.outcome.items() if key != "salt"}
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(outcome, ensure_ascii=False)])
        guessed = cursor.fetchone()[0]
    assert first.digest in entered
    for guess in (content, guessed.encode()):
        assert hashlib.sha256(guess).hexdigest() not in entered
    assert first.outcome["salt"] != again.outcome["salt"]


def test_a_sheet_from_before_the_digest_is_read_as_it_is():
    assert ReturnImport(content=b"as it came").sheet == b"as it came"
