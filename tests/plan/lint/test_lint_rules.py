"""Does every rule find what it is for, and leave alone what it is not for? Pure: no database."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.plan.lint import (
    IdentityTerms,
    OtherTarget,
    PlanSnapshot,
    ReaderWarning,
    SectionTerms,
    TargetTerms,
    TaskTerms,
    check_plan,
    find_identities,
)
from guatu.plan.lint.identities import significant_digits
from guatu.plan.wording import FINDINGS, finding_sentences

YI = Decimal(10) ** 8


def money(key, value, subject="", *, start=None, unit="CNY", scale=YI, **more):
    amount = Decimal(str(value))
    place = key * 10 if start is None else start
    known = {
        "kind": "level",
        "text": f"{value}亿元",
        "measure": f"m{key}",
        "measure_fits": True,
        "measure_confirmed": True,
        "has_lead": True,
    }
    return TargetTerms(
        id=key,
        start=place,
        end=place + 4,
        subject=subject or f"指标{key}",
        value=amount * scale,
        unit=unit,
        written=amount,
        **{**known, **more},
    )


def growth(key, value, subject, **more):
    return money(
        key, value, subject, unit="percent", scale=Decimal(1), kind="growth", text=f"{value}%", **more
    )


def codes(*targets, **more):
    snapshot = PlanSnapshot(year=2019, text="一" * 2000, targets=targets, **more)
    return [finding.code for finding in check_plan(snapshot)]


class TestSums:
    def test_the_sum_of_the_seed_is_found(self):
        found = find_identities([money(1, 3908), money(2, 2550), money(3, 600), money(4, 1358)])
        assert [(each.whole, each.parts, each.marked) for each in found] == [(1, (2, 4), False)]

    def test_three_parts_with_many_digits(self):
        found = find_identities([money(1, "1234.5"), money(2, "1000.1"), money(3, "200.2"), money(4, "34.2")])
        assert found[0].parts == (2, 3, 4)

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ((30, 20, 10), "few digits are chance"),
            ((300, 200, 100), "round figures are chance"),
            ((120, 100, 20), "one part alone says something"),
        ],
    )
    def test_chance_is_no_sum(self, values, why):
        assert not find_identities([money(i + 1, value) for i, value in enumerate(values)]), why

    def test_marked_parts_need_no_digits(self):
        found = find_identities([money(1, 30), money(2, 20, parent=1), money(3, 10, parent=1)])
        assert found[0].marked

    @pytest.mark.parametrize(
        "changed",
        [
            {"unit": "USD"},
            {"section": 7},
            {"kind": "growth", "unit": "percent"},
            {"subject": "指标1"},
            {"start": 1000, "end": 1004},
            {"parent": 9},
        ],
    )
    def test_what_does_not_belong_together_is_no_sum(self, changed):
        apart = replace(money(3, 1358), **changed)
        assert not find_identities([money(1, 3908), money(2, 2550), apart])

    def test_units_of_one_dimension_add(self):
        wan = money(3, 13580000, scale=Decimal(10) ** 4)
        assert find_identities([money(1, 3908), money(2, 2550), wan])

    def test_an_edited_part_breaks_the_sum(self):
        identity = IdentityTerms(1, 1, (2, 4))
        good = (money(1, 3908), money(2, 2550), money(4, 1358))
        assert "sum_broken" not in codes(*good, identities=(identity,))
        broken = (*good[:2], money(4, 1360))
        assert "sum_broken" in codes(*broken, identities=(identity,))
        dismissed = replace(identity, dismissed=True)
        assert "sum_broken" not in codes(*broken, identities=(dismissed,))
        mixed = (*good[:2], money(4, 1358, unit="USD"))
        assert "sum_of_other_units" in codes(*mixed, identities=(identity,))

    @given(st.lists(st.integers(1, 99999), min_size=2, max_size=9, unique=True))
    def test_every_sum_that_is_found_adds_up(self, values):
        targets = [money(i + 1, value) for i, value in enumerate(values)]
        by_id = {target.id: target for target in targets}
        for found in find_identities(targets):
            assert sum(by_id[key].value for key in found.parts) == by_id[found.whole].value
            assert found.whole not in found.parts
            assert len(found.parts) in (2, 3)

    @given(st.integers(1, 10**9), st.integers(0, 6))
    def test_zeros_at_the_end_say_nothing(self, number, zeros):
        assert significant_digits(Decimal(number * 10**zeros)) == significant_digits(Decimal(number))


class TestParts:
    def test_a_part_above_its_whole(self):
        assert "part_above_whole" in codes(money(1, 187), money(2, 188, parent=1))
        assert "part_above_whole" not in codes(money(1, 187), money(2, 187, parent=1))

    def test_a_part_in_another_currency(self):
        assert "part_of_other_unit" in codes(money(1, 187), money(2, 155, parent=1, unit="USD"))

    def test_a_share_is_no_part(self):
        assert codes(money(1, 187), growth(2, 200, "税收", parent=1)) == []

    @given(st.integers(1, 10**6), st.integers(1, 10**6))
    def test_exactly_the_larger_part_is_found(self, whole, part):
        found = codes(money(1, whole, "甲"), money(2, part, "乙", parent=1))
        assert ("part_above_whole" in found) == (part > whole)


class TestGrowth:
    def check(self, growth_value, comparator, level=2550):
        targets = (
            money(1, level, "总产值", measure="output"),
            growth(2, growth_value, "总产值增速", measure="output", comparator=comparator),
        )
        return "growth_against_level" in codes(*targets, last_year={"output": Decimal(2318) * YI})

    @pytest.mark.parametrize(
        ("rate", "comparator", "contradicts"),
        [
            (10, "=", False),
            (10, ">=", False),
            (13, ">=", True),
            (8, ">=", False),
            (8, "=", True),
            (8, "<=", True),
            (15, "<=", False),
        ],
    )
    def test_ten_percent_over_last_year(self, rate, comparator, contradicts):
        assert self.check(rate, comparator) is contradicts

    def test_without_last_year_nothing_is_said(self):
        targets = (money(1, 2550, "总产值", measure="output"), growth(2, 30, "总产值", measure="output"))
        assert codes(*targets) == []


class TestRepeats:
    def test_the_same_promise_twice(self):
        assert codes(money(1, 187, "财政总收入"), money(2, 187, "财政总收入")) == ["repeated"]
        assert codes(money(1, 187, "财政总收入"), money(2, 190, "财政 总收入")) == ["repeated_otherwise"]

    def test_level_and_growth_of_one_thing_are_two_promises(self):
        assert codes(money(1, 187, "财政总收入"), growth(2, 10, "财政总收入")) == []
        assert codes(money(1, 80, "收入", deadline="6月底"), money(2, 187, "收入", deadline="年底")) == [
            "unclear_deadline",
            "unclear_deadline",
        ]

    def test_two_plans_in_conflict(self):
        other = OtherTarget(
            "部门计划", 2019, "m1", "level", "=", Decimal(190) * YI, "CNY", "财政总收入190亿元"
        )
        assert codes(money(1, 187), others=(other,)) == ["other_plan"]
        assert codes(money(1, 190), others=(other,)) == []
        assert codes(money(1, 187), others=(replace(other, year=2020),)) == []


class TestSources:
    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"measure": "", "measure_confirmed": False}, "no_measure"),
            ({"measure_fits": None}, "unknown_measure"),
            ({"measure_fits": False}, "measure_of_other_unit"),
            ({"measure_confirmed": False, "measure_confidence": Decimal("0.8")}, "measure_unconfirmed"),
            ({"confirmed": False}, "not_decided"),
        ],
    )
    def test_what_stands_against_publishing(self, changed, code):
        snapshot = PlanSnapshot(2019, "一" * 100, (replace(money(1, 187), **changed),))
        found = check_plan(snapshot)
        assert [(each.code, each.blocks) for each in found] == [(code, True)]

    def test_a_parked_target_is_left_alone(self):
        assert codes(money(1, 187, parked=True, measure="", measure_confirmed=False)) == []

    def test_a_sure_binding_is_confirmed_with_its_target(self):
        waiting = {"confirmed": False, "measure_confirmed": False}
        assert codes(money(1, 187, measure_confidence=Decimal(1), **waiting)) == ["not_decided"]
        assert set(codes(money(1, 187, measure_confidence=Decimal("0.9"), **waiting))) == {
            "measure_unconfirmed",
            "not_decided",
        }

    def test_warnings_of_the_reader_are_carried_over(self):
        warning = ReaderWarning("lost_plus", 12, 13, "…")
        assert codes(warnings=(warning,)) == ["reader_warning"]


class TestOwners:
    SECTIONS = (
        SectionTerms(1, 0, 4, "一、产业", "part"),
        SectionTerms(2, 4, 8, "1.智能制造", "line", 1),
        SectionTerms(3, 8, 12, "一是扩面", "sub_heading", 2),
    )

    def test_one_finding_a_line(self):
        tasks = (TaskTerms(1, 5, 6, 2), TaskTerms(2, 9, 10, 3), TaskTerms(3, 20, 21, None))
        snapshot = PlanSnapshot(
            2019, "一" * 100, (money(1, 187, has_lead=False, section=3),), tasks, self.SECTIONS
        )
        found = [each for each in check_plan(snapshot) if each.code == "no_owner"]
        assert {each.params["section"]: each.items for each in found} == {
            "1.智能制造": ("target-1", "task-1", "task-2"),
            "": ("task-3",),
        }

    def test_days(self):
        task = TaskTerms(1, 5, 6, 2, checkable=True, has_lead=True)
        assert codes(tasks=(task,)) == ["year_end_only"]
        assert codes(tasks=(replace(task, deadline="秋季"),)) == ["unclear_deadline"]
        snapshot = PlanSnapshot(None, "一" * 100, (), (task,))
        assert [each.code for each in check_plan(snapshot)] == ["no_deadline"]


def test_every_code_has_its_sentences_and_they_take_their_params():
    targets = (
        money(1, 187, "财政总收入"),
        money(2, 188, "财政总收入", parent=1, has_lead=False, confirmed=False),
        money(3, 155, measure="", measure_confirmed=False),
        money(4, 155, "指标3", parent=1, unit="USD", deadline="秋季"),
    )
    tasks = (TaskTerms(1, 5, 6, checkable=True),)
    warnings = (ReaderWarning("lost_plus", 3, 4, "x"), ReaderWarning("new_code", 3, 4, "said so"))
    snapshot = PlanSnapshot(2019, "一" * 100, targets, tasks, warnings=warnings)
    for found in check_plan(snapshot):
        message, advice = finding_sentences(found.code, found.params)
        assert "%(" not in message
        assert message.strip()
        assert advice.strip()
        assert 0 <= found.start < found.end <= 100
    assert {found.code for found in check_plan(snapshot)} <= set(FINDINGS)


def test_no_chance_sums_in_the_annotated_plans(shared):
    """The seed has one sum; in the other annotated plans only sums that the text itself marks are found."""
    found = {}
    for file in sorted((shared / "gold").glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        targets = _gold_targets(rows)
        if targets:
            by_id = {target.id: target for target in targets}
            found[file.stem] = [
                (by_id[each.whole].text, [by_id[key].text for key in each.parts], each.marked)
                for each in find_identities(targets)
            ]
    assert found["seed"] == [("3908亿元", ["2550亿元", "1358亿元"], False)]
    others = [each for name, sums in found.items() if name != "seed" for each in sums]
    assert all(marked for _whole, _parts, marked in others), others


def _gold_targets(rows):
    rows = [row for row in rows if row.get("polarity") == "target" and row.get("value") is not None]
    spans = {(row["start"], row["end"]): key for key, row in enumerate(rows)}
    return [
        TargetTerms(
            id=key,
            start=row["start"],
            end=row["end"],
            subject=row["subject"],
            kind=row["kind"],
            value=Decimal(str(row["value_norm"])),
            unit=row["unit_norm"],
            written=Decimal(str(row["value"])),
            text=row["text"],
            parent=spans.get(tuple(row["parent"])) if row.get("parent") else None,
        )
        for key, row in enumerate(rows)
    ]
