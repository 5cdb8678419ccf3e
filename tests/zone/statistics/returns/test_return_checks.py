"""Does every check find what it should and nothing else, whatever is typed?"""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from return_firms import output_values

from guatu.base.periods import Period
from guatu.zone.statistics.returns.forms import all_forms, form_codes, form_of, load_form
from guatu.zone.statistics.returns.forms.reading import read_forms
from guatu.zone.statistics.returns.rules.cells import check_cells, tidy
from guatu.zone.statistics.returns.rules.checking import check_return, complete
from guatu.zone.statistics.returns.rules.lines import line_checks
from guatu.zone.statistics.returns.rules.relations import CONSTANT, all_relations, read_relations
from guatu.zone.statistics.returns.rules.terms import NOT_APPLICABLE, Facts, Values, plain
from guatu.zone.statistics.returns.rules.totals import (
    check_divisions,
    check_growth,
    check_sum,
    find_wrong_label,
    implied_whole,
)
from guatu.zone.statistics.returns.words import SENTENCES, shown

GOLDEN = tomllib.loads(Path(__file__).with_name("golden_checks.toml").read_text("utf-8"))
JUNE = Period.to_month(2019, 6)
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORM = load_form("industrial_output", JUNE.end)
ANYTHING = (
    st.none()
    | st.integers().map(str)
    | st.decimals(-(10**6), 10**6, places=3).map(str)
    | st.sampled_from(
        ["", " ", "abc", "n/a", "不适用", "一万", "１２", "1e9", "-", ".", "1,2,3", "0", "-0", "∞", "NaN"]
    )
)


def found_in(form_code: str, values: Values, **known: Any) -> set[str]:
    facts = Facts(JUNE, known.pop("industry", "C3511"))
    findings = check_return(load_form(form_code, JUNE.end), values, facts=facts, **known)
    return {f"{f.key}={f.severity}" for f in findings}


@pytest.mark.parametrize("code", GOLDEN["right"])
def test_a_right_return_passes(code):
    assert found_in(code, GOLDEN["right"][code]) == set()


@pytest.mark.parametrize("case", GOLDEN["case"], ids=lambda case: case["name"])
def test_golden(case):
    values = GOLDEN["right"][case["form"]] | {i: t or None for i, t in case.get("change", {}).items()}
    known = {name: case[name] for name in ("last", "last_year", "others", "industry") if name in case}
    assert found_in(case["form"], values, **known) == set(case["found"])


def test_every_check_has_a_case():
    told = {each.partition(":")[0] for case in GOLDEN["case"] for each in case["found"]}
    assert {relation.code for relation in all_relations()} <= told
    assert set(line_checks()) <= told


def test_every_finding_can_be_said_with_both_numbers_and_what_to_do():
    for case in GOLDEN["case"]:
        form = load_form(case["form"], JUNE.end)
        values = GOLDEN["right"][case["form"]] | {i: t or None for i, t in case.get("change", {}).items()}
        known = {name: case[name] for name in ("last", "last_year", "others") if name in case}
        for finding in check_return(form, values, facts=Facts(JUNE, "C3511"), **known):
            for language in ("en", "zh-hans"):
                with override(language):
                    told = shown(finding, form)
                assert told.message
                assert told.what_to_do
                assert "%(" not in told.message
            assert finding.kind in SENTENCES


def test_numbers_are_told_as_people_read_them():
    values = {**GOLDEN["right"]["industrial_output"], "sales": "1234567", "output": "9000000"}
    findings = check_return(FORM, values, facts=Facts(JUNE))
    with override("en"):
        told = [shown(finding, FORM).message for finding in findings if finding.code == "sales_ratio"]
    assert len(told) == 1
    assert "1,234,567" in told[0]
    assert "9,000,000" in told[0]


@UNHURRIED
@given(
    st.dictionaries(
        st.sampled_from([*FORM.item_of, "no_item"]),
        ANYTHING,
        max_size=16,
    )
)
def test_whatever_is_typed_is_told_and_never_breaks(typed):
    values = {item: tidy(text) for item, text in typed.items()}
    findings = check_return(FORM, complete(FORM, values, None, first=True), facts=Facts(JUNE))
    assert all(finding.key for finding in findings)
    assert [f.severity for f in findings] == sorted(
        (f.severity for f in findings), key=["block", "remark", "hint"].index
    )


@UNHURRIED
@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(["", " ", ","]))
def test_a_number_is_kept_exactly_however_it_is_written(amount, group):
    written = f"{amount:{group.strip()}f}"
    assert Decimal(tidy(written) or "") == amount
    assert tidy(tidy(written)) == tidy(written)


@UNHURRIED
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_month_and_cumulative_give_each_other(before, month):
    last = {"output": str(before)}
    from_month = complete(FORM, {"output_month": str(month)}, last, first=False)
    assert from_month["output"] == str(before + month)
    from_total = complete(FORM, {"output": str(before + month)}, last, first=False)
    assert from_total["output_month"] == str(month)
    values = {**GOLDEN["right"]["industrial_output"], **from_month}
    codes = {
        f.code for f in check_return(FORM, values, facts=Facts(JUNE), last=last) if f.item == "output_month"
    }
    assert "month_differs" not in codes


@UNHURRIED
@given(st.sampled_from([item.code for item in FORM.items if item.required]))
def test_a_missing_item_is_never_taken_for_zero(item):
    values = {**GOLDEN["right"]["industrial_output"], item: None}
    missing = found_in("industrial_output", values)
    zero = found_in("industrial_output", {**values, item: "0"})
    assert (
        any(each.startswith(f"required:{item.removesuffix('_month')}") for each in missing)
        or "_month" in item
    )
    assert not any(each.startswith("required") for each in zero)
    assert not any(each.startswith("output_is_its_parts") for each in missing if item == "finished_value")


def test_a_remark_answers_and_a_block_does_not_listen():
    values = {**output_values(), "output_month": "12000", "sales_month": "1", "sales": "1", "stock": "-1"}
    remarks = {"sales_ratio:sales": "停产检修", "negative:stock": "就是负数"}
    findings = check_return(FORM, values, facts=Facts(Period.to_month(2019, 2)), remarks=remarks)
    by_code = {finding.code: finding for finding in findings}
    assert not by_code["sales_ratio"].stops
    assert by_code["negative"].stops


# ---- totals ------------------------------------------------------------


def test_a_total_under_the_wrong_name_is_found():
    """A county's 592.4 亿元 of 2018, called value added: three industries with 463 were 78.2 % of output."""
    three = Decimal("193.5") + Decimal("240.3") + Decimal("29.1")
    claims = {"industrial_value_added_large": Decimal("592.4")}
    found = find_wrong_label(three, Decimal("78.2"), "industrial_output_large", claims)
    assert found is not None
    assert (found.item, found.params["whole"]) == ("industrial_value_added_large", "591.9")
    assert round(implied_whole(Decimal(463), Decimal("78.2")), 1) == Decimal("592.1")
    right = {"industrial_output_large": Decimal("592.4"), "industrial_value_added_large": Decimal(140)}
    assert find_wrong_label(three, Decimal("78.2"), "industrial_output_large", right) is None
    assert find_wrong_label(three, Decimal("50"), "industrial_output_large", claims) is None


@UNHURRIED
@given(st.integers(1, 10**6), st.integers(1, 999))
def test_the_whole_of_a_share_is_found_again(part, permille):
    share = Decimal(permille) / 10
    assert abs(implied_whole(Decimal(part), share) * share / 100 - part) < Decimal("0.001")


def test_what_was_not_collected_is_a_hint_until_all_are_in():
    assert check_sum(Decimal(10), Decimal(10), counted=3, asked=3) is None
    missing = check_sum(Decimal("1251.3"), Decimal("1216.28"), counted=144, asked=157)
    assert missing is not None
    assert (missing.severity, missing.params["difference"]) == ("hint", "35")
    whole = check_sum(Decimal(10), Decimal(9), counted=3, asked=3)
    above = check_sum(Decimal(9), Decimal(10), counted=2, asked=3)
    assert whole is not None
    assert above is not None
    assert whole.severity == above.severity == "remark"


def test_growth_is_on_the_comparable_base_not_on_the_level():
    level, base = Decimal("1251.3"), Decimal("1133.4")
    assert check_growth(level, base, Decimal("10.4")) is None
    chained = check_growth(level, Decimal("1142.5"), Decimal("10.4"))
    assert chained is not None
    assert chained.params["expected"] == "9.5"
    assert check_growth(level, Decimal(0), Decimal(5)) is None


def test_divisions_sum_to_the_total_unless_one_is_masked():
    assert check_divisions(Decimal(7), {"C35": Decimal(3), "C36": Decimal(4)}) is None
    assert check_divisions(Decimal(7), {"C35": Decimal(3), "C36": None}) is None
    assert check_divisions(Decimal(7), {"C35": Decimal(3), "C36": Decimal(5)}) is not None


# ---- the data ----------------------------------------------------------


def test_every_term_of_every_check_is_an_item_of_some_version():
    items = {f"{form.code}.{item}" for form in all_forms() for item in form.item_of}
    for relation in all_relations():
        for term in (*relation.left, *relation.right):
            assert term in items or term == CONSTANT or term.startswith("source."), (relation.code, term)
        assert relation.name_zh
        assert relation.name_en
        assert relation.source


def test_forms_say_what_they_ask_in_both_languages_and_come_back_from_the_database():
    for form in all_forms():
        assert form_of(form.definition) == form
        assert form.valid_from < form.valid_to
        for item in form.items:
            assert item.name_zh
            assert item.name_en
            assert item.unit


def test_a_later_version_changes_what_is_asked_and_leaves_the_earlier():
    before, since = load_form("finance", date(2018, 12, 31)), load_form("finance", date(2019, 2, 28))
    assert (before.version, since.version) == ("2018", "2019")
    assert "research_expense" not in before.item_of
    places = [line.code for line in since.lines]
    assert places.index("research_expense") == places.index("admin_expense") + 1
    assert len(since.lines) == len(before.lines) + 1
    assert form_codes() == (
        "employment",
        "energy",
        "finance",
        "industrial_output",
        "investment",
        "research",
        "services_income",
    )


def test_a_misspelt_key_is_refused():
    text = 'code="a"\nname_zh="甲"\nname_en="a"\nfrequency="monthly"\nscales=[]\n[[version]]\nversion="1"\n'
    line = 'valid_from=2019-01-01\nvalid_to=2020-01-01\nsource_zh="x"\nsource_en="x"\n'
    line += '[[version.line]]\ncode="b"\n'
    names = 'name_zh="乙"\nname_en="b"\nunit="元"\n'
    assert read_forms(text + line + names)[0].item_of["b"].unit == "元"
    with pytest.raises(Exception, match="negativ"):
        read_forms(text + line + names + "negativ=true\n")
    with pytest.raises(Exception, match="check x"):
        read_relations('[[check]]\ncode="x"\nkind="equals"\nseverity="block"\n')


def test_a_check_holds_from_its_day_to_its_day():
    energy = next(each for each in all_relations() if each.code == "energy_is_its_parts")
    assert not energy.holds_on(date(2008, 5, 31))
    assert energy.holds_on(date(2008, 6, 1))


def test_plain_amounts_are_exact():
    assert [plain(Decimal(text)) for text in ("1.50", "1E+3", "-0.10", "100")] == [
        "1.5",
        "1000",
        "-0.1",
        "100",
    ]
    assert tidy("不适用") == tidy(" N/A ") == NOT_APPLICABLE
    assert [f.kind for f in check_cells(FORM, {"output": "abc"}) if f.item == "output"] == ["not_a_number"]
