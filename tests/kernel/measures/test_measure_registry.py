from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Evidence, Observation

OUTPUT = Measure("test_output", "产值", "Output", (), "CNY", "亿元", "flow")
NOW = datetime(2019, 7, 1, tzinfo=UTC)


def observed(month: int) -> Observation:
    return Observation(
        "test_output",
        Period.to_month(2019, month),
        Quantity(Decimal(month), unit("亿元")),
        None,
        None,
        date(2019, 7, 1),
        NOW,
        1,
        (Evidence("figure", month, "x"),),
    )


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(registry, "_registered", {})


def test_a_registered_measure_is_observed_in_order():
    asked = []

    def source(codes, known_at):
        asked.append((list(codes), known_at))
        return {"test_output": [observed(6), observed(2)]}

    registry.register(OUTPUT, source)
    registry.register(OUTPUT, source)
    assert registry.all_measures() == (OUTPUT,)
    assert registry.get("test_output") is OUTPUT
    found = registry.observations("test_output", known_at=NOW)
    assert [o.period.code for o in found] == ["2019M01-02", "2019M01-06"]
    silent = replace(OUTPUT, code="silent")
    registry.register(silent, source)
    assert asked == [(["test_output"], NOW)]
    both = registry.observations_of(["test_output", "silent", "silent"], known_at=NOW)
    assert [len(found) for found in both.values()] == [2, 0]
    assert len(asked) == 2


def test_what_is_refused():
    registry.register(OUTPUT, lambda codes, known_at: {})
    with pytest.raises(GuatuError, match="already"):
        registry.register(OUTPUT, lambda codes, known_at: {})
    with pytest.raises(GuatuError, match="no measure"):
        registry.get("nothing")
    with pytest.raises(GuatuError, match="time zone"):
        registry.observations("test_output", known_at=datetime(2019, 1, 1))  # noqa: DTZ001
