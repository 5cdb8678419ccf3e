"""Does the ladder say what the rules say: who comes above scale, and when, who falls out, what is missing?"""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.quantities import Quantity, round_half_up, unit
from guatu.zone.enterprises.rules.industries import divisions
from guatu.zone.enterprises.rules.ladder import (
    Firm,
    HeldTitle,
    forecast,
    judge_step,
    steps_on,
    threshold_for,
    view_scale,
)
from guatu.zone.enterprises.rules.ladder.conditions import all_steps, all_thresholds, elements_of

HERE = Path(__file__).parent
TODAY = date(2019, 7, 18)
COUNTED = {"core_ip_rights": "count:件", "technical_staff": "人", "employees": "人", "innovation_score": ""}
COUNTED |= {"major_cases": "count:件"}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cny(text: str) -> Quantity:
    return Quantity(Decimal(text), unit("万元"))


def months(text: str) -> dict[int, Quantity]:
    return {
        int(month): cny(amount) for month, amount in (pair.split(":") for pair in text.split(";") if pair)
    }


@pytest.mark.parametrize("row", rows("ladder_scale.csv"), ids=lambda row: row["case"])
def test_the_golden_table_of_the_scale(row):
    on, element = date.fromisoformat(row["on"]), row["element"]
    monthly = {
        (element, on.year): months(row["this_year_months"]),
        (element, on.year - 1): months(row["last_year_months"]),
    }
    yearly = {(element, year): amount for year, amount in months(row["earlier_years"]).items()}
    firm = Firm(
        row["industry"],
        in_business=row["in_business"] == "1",
        scale=row["scale"],
        yearly=yearly,
        monthly=monthly,
    )
    view = view_scale(firm, on)
    foreseen = view.this_year
    assert view.prospect == row["prospect"]
    assert view.years_below == int(row["years_below"])
    assert str(foreseen.crosses_in or "") == row["crosses_in"] if foreseen else not row["crosses_in"]
    shown = foreseen and f"{round_half_up(foreseen.total.to('万元').amount, 6).normalize():f}"
    assert (shown or "") == row["total"]
    assert bool(foreseen and foreseen.by_last_year) is (row["by_last_year"] == "1")


@pytest.mark.parametrize("row", rows("ladder_high_tech.csv"), ids=lambda row: row["case"])
def test_the_golden_table_of_the_high_tech_title(row):
    yearly = {}
    for element in row.keys() - {"case", "established", "missing", "unknown", "reach"}:
        amounts = row[element].split(";")
        for year, amount in zip(range(2019 - len(amounts), 2019), amounts, strict=True):
            if amount:
                yearly[element, year] = Quantity(
                    Decimal(amount), unit(COUNTED.get(element, "万元") or "number")
                )
    (step,) = (step for step in steps_on(TODAY, "title") if step.code == "high_tech")
    judged = judge_step(step, Firm("C3511", date.fromisoformat(row["established"]), yearly=yearly), TODAY)
    told = {s: [v.criterion.code for v in judged.verdicts if v.state == s] for s in ("missing", "unknown")}
    assert told == {"missing": row["missing"].split(), "unknown": row["unknown"].split()}
    assert judged.reach == row["reach"]
    for verdict in judged.verdicts:
        assert (verdict.gap is None) or verdict.value + verdict.gap == verdict.needed


def test_every_rule_has_its_paper_and_day_and_a_known_industry():
    letters = {found.code for found in divisions().values()} | {
        found.code[0] for found in divisions().values()
    }
    for rule in (*all_thresholds(), *all_steps()):
        assert rule.source
        assert rule.since >= date(2006, 1, 1)
    for threshold in all_thresholds():
        assert all(code[:3] in letters for code in threshold.industries)
    assert "rd_expense" in elements_of(all_steps())


def test_no_industry_has_two_thresholds_on_one_day():
    for found in divisions().values():
        fitting = [t for t in all_thresholds() if t.fits(found.code) and t.since <= TODAY]
        longest = max((t.fits(found.code) for t in fitting), default=0)
        latest = max((t.since for t in fitting if t.fits(found.code) == longest), default=None)
        assert sum(t.since == latest and t.fits(found.code) == longest for t in fitting) <= 1


def test_a_step_can_be_taken_from_its_day_on():
    assert {step.code for step in steps_on(TODAY)} == {"high_tech", "main_board", "star_one"}
    assert {step.code for step in steps_on(date(2019, 2, 28))} == {"high_tech", "main_board"}
    assert "specialised" in {step.code for step in steps_on(date(2022, 6, 1))}
    assert threshold_for("C3511", date(2006, 1, 1)) is None


def test_a_held_title_is_reached_ends_soon_and_may_fall():
    (step,) = (step for step in steps_on(TODAY) if step.code == "high_tech")
    names = ((date(2016, 12, 1), date(2019, 11, 30)), (date(2018, 12, 1), date(2021, 11, 30)))
    ending, fresh = (
        Firm("C3511", date(2015, 1, 1), titles=(HeldTitle("高新技术企业", *days),), yearly={
            ("innovation_score", 2018): Quantity(Decimal(60), unit("number"))})
        for days in names
    )  # fmt: skip
    assert judge_step(step, ending, TODAY).reach == judge_step(step, fresh, TODAY).reach == "reached"
    assert judge_step(step, ending, TODAY).falls
    assert not judge_step(step, fresh, TODAY).falls
    assert judge_step(step, ending, date(2019, 12, 1)).held is None
    assert judge_step(step, ending, date(2019, 11, 30)).held is not None


def test_a_year_of_loss_keeps_a_firm_from_the_main_board():
    (step,) = (step for step in steps_on(TODAY) if step.code == "main_board")
    profits = {
        ("net_profit", year): cny(amount) for year, amount in ((2016, "3000"), (2017, "-1"), (2018, "3000"))
    }
    (verdict,) = (
        v for v in judge_step(step, Firm("C3511", yearly=profits), TODAY).verdicts if v.value is not None
    )
    assert (verdict.state, verdict.value) == ("missing", cny("-1"))
    profits["net_profit", 2017] = cny("0.01")
    (verdict,) = (
        v for v in judge_step(step, Firm("C3511", yearly=profits), TODAY).verdicts if v.value is not None
    )
    assert verdict.state == "met"


AMOUNTS = st.decimals(0, 100_000, places=2)


@st.composite
def years(draw):
    """Cumulative months of a year, up to a month of which something is known."""
    last = draw(st.integers(2, 12))
    earned = draw(st.lists(AMOUNTS, min_size=last - 1, max_size=last - 1))
    return {month: cny(str(sum(earned[: month - 1], Decimal(0)))) for month in range(2, last + 1)}


@given(years(), years(), AMOUNTS.filter(lambda amount: amount > 0))
def test_a_forecast_never_runs_backwards_and_crosses_where_it_says(this_year, last_year, needed):
    threshold = cny(str(needed))
    found = forecast(this_year, last_year, threshold)
    assert found.total >= found.known == this_year[max(this_year)]
    assert (found.crosses_in is None) == (found.total < threshold)
    if found.has_crossed:
        assert this_year[found.crosses_in] >= threshold
        assert all(this_year[month] < threshold for month in this_year if month < found.crosses_in)
    elif found.crosses_in is not None:
        assert found.known < threshold
        assert found.crosses_in > found.known_to


@given(years(), AMOUNTS, st.decimals(1, 3, places=2))
def test_who_earns_more_never_crosses_later(this_year, needed, more):
    threshold = cny(str(needed + 1))
    grown = {month: Quantity(amount.amount * more, amount.unit) for month, amount in this_year.items()}
    one, other = (forecast(year, {}, threshold).crosses_in or 13 for year in (this_year, grown))
    assert other <= one


@given(st.dates(date(2000, 1, 1), TODAY))
def test_age_is_met_from_the_same_day_of_the_next_year_on(founded):
    (step,) = (step for step in steps_on(TODAY) if step.code == "high_tech")
    (verdict,) = (
        v for v in judge_step(step, Firm("C3511", founded), TODAY).verdicts if v.criterion.kind == "age"
    )
    assert (verdict.state == "met") == (TODAY - founded >= timedelta(365))
