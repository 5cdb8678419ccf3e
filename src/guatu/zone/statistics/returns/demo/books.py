"""What does every firm file for every period? From the published figures down to single forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from guatu.base.periods import Period
from guatu.zone.statistics.returns.demo.amounts import Published, Series, share, spread
from guatu.zone.statistics.returns.demo.firms import Firm
from guatu.zone.statistics.returns.demo.values import (
    Amounts,
    Saved,
    Values,
    employment_values,
    energy_of,
    energy_values,
    finance_values,
    headcount,
    investment_values,
    main_revenue_of,
    output_values,
    research_values,
    services_values,
)

At = tuple[int, int]
"""A year and the last month of a cumulative period."""

RESEARCH_SHARE = 0.0328
FALLS: Mapping[At, float] = {
    (2019, 2): 0.019, (2019, 3): 0.021, (2019, 4): 0.023, (2019, 5): 0.025, (2019, 6): 0.026,
    (2019, 7): 0.026, (2019, 8): 0.025, (2019, 9): 0.024, (2019, 10): 0.024, (2019, 11): 0.023,
    (2019, 12): 0.023,
}  # fmt: skip
"""By how much energy per output fell on the comparable base: published by the quarter, else between."""
PROJECTS = 60
DOUBLED_AT: At = (2019, 11)
DOUBLED = 60_000
"""For this month three works count so much (千元) that another one makes for them: their sum is too high."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What one firm files: a form for a period, of a project if it is filed by project."""

    form: str
    firm: Firm
    period: Period
    values: Values
    subject: str = ""
    subject_name: str = ""


class Books:
    """The books of all firms, opened once; `told` are the published series in 千元, of investment in 万元."""

    def __init__(self, firms: Sequence[Firm], told: Mapping[str, Published]) -> None:
        self.industry = [firm for firm in firms if firm.side == "industry"]
        self.services = [firm for firm in firms if firm.side == "services"]
        self.output, self.output_before = spread(told["industrial_output_large"], self.industry)
        self.income, self.income_before = spread(told["modern_services_other_income"], self.services)
        self._investment = told["fixed_asset_investment"]
        self.saved = {(2018, month): 0.0 for month in range(2, 13)} | {at: self._saved(at) for at in FALLS}

    @cached_property
    def doubled(self) -> frozenset[int]:
        """The keys of the three works that count too much."""
        steady = [firm for firm in self.industry if firm.listing == "steady"]
        steady.sort(key=lambda firm: (-firm.size, firm.entity.uscc))
        return frozenset(firm.entity.id for firm in steady[20:23])

    def filings(self, at: At, *, corrected: bool = False) -> Iterator[Filing]:
        """Everything that is filed for the period that ends with that month; or what should have been."""
        period = Period.to_month(*at)
        yield from self._of_industry(at, period, corrected or at != DOUBLED_AT)
        for firm, made in self._made(self.services, self.income, self.income_before, at):
            yield Filing("services_income", firm, period, services_values(firm, made))
        if at[0] == 2019 and at[1] % 3 == 0:
            yield from self._of_labour(at, period)
        if at[0] == 2019:
            yield from self._of_projects(at, period)
        if at == (2018, 12):
            yield from self._of_research(at, period)

    def _of_industry(self, at: At, period: Period, right: bool) -> Iterator[Filing]:
        last = (at[0], at[1] - 1)
        before = -0.022 if at[0] == 2018 else 0.0
        saved = Saved(self.saved[at], self.saved.get(last, 0.0), before)
        for firm, made in self._made(self.industry, self.output, self.output_before, at):
            twice = 0 if right or firm.entity.id not in self.doubled else DOUBLED
            output = replace(made, now=made.now + twice, month=made.month + twice)
            yield Filing("industrial_output", firm, period, output_values(firm, output))
            yield Filing("energy", firm, period, energy_values(firm, made, saved))
            yield Filing("finance", firm, period, finance_values(firm, made))

    def _of_labour(self, at: At, period: Period) -> Iterator[Filing]:
        for firm, made in (
            *self._made(self.industry, self.output, self.output_before, at),
            *self._made(self.services, self.income, self.income_before, at),
        ):
            yield Filing("employment", firm, period, employment_values(made))

    def _of_research(self, at: At, period: Period) -> Iterator[Filing]:
        there = list(self._made(self.industry, self.output, self.output_before, at))
        revenue = [main_revenue_of(firm, made.now) for firm, made in there]
        expenses = share(
            round(sum(revenue) * RESEARCH_SHARE),
            [
                each * (0.4 + firm.new_products * 4)
                for each, (firm, _made) in zip(revenue, there, strict=True)
            ],
        )
        for (firm, made), expense in zip(there, expenses, strict=True):
            yield Filing("research", firm, period, research_values(firm, made, expense))

    def _of_projects(self, at: At, period: Period) -> Iterator[Filing]:
        last = (at[0], at[1] - 1)
        for number, firm in enumerate(self._builders):
            now, before = self._invested.level[at][number], self._invested.base[at][number]
            earlier = self._invested.level[last][number] if last in self._invested.level else 0
            values = investment_values(now, now - earlier, before, self._invested.year[number], before * 2)
            code, name = f"1901-999999-{number + 1:06}", f"{firm.entity.name}技改扩产项目（演示）"
            yield Filing("investment", firm, period, values, code, name)

    @cached_property
    def _builders(self) -> list[Firm]:
        steady = [firm for firm in self.industry + self.services if firm.listing == "steady"]
        return sorted(steady, key=lambda firm: (-firm.size, firm.entity.uscc))[:PROJECTS]

    @cached_property
    def _invested(self) -> _Invested:
        told = self._investment
        weights = [firm.size**0.5 for firm in self._builders]
        months = [at for at in sorted(told.level) if at[0] == 2019]
        return _Invested(
            {at: share(told.level[at], weights) for at in months},
            {at: share(told.base[at], weights) for at in months},
            share(told.level[2019, 6] * 2, weights),
        )

    def _made(
        self, firms: Sequence[Firm], now: Series, before: Series, at: At
    ) -> Iterator[tuple[Firm, Amounts]]:
        year, month = at
        for firm in firms:
            series = now[firm.entity.id]
            if at not in series:
                continue
            # Of a works that came onto the list later nobody knows the month before.
            last = series.get((year, month - 1), 0 if month == 2 else series[at] * (month - 1) // month)
            yearly = series.get((2018, 12)) or series.get((2019, 6), series[at] * 6 // month) * 2
            yield (
                firm,
                Amounts(
                    series[at], series[at] - last, before[firm.entity.id][at], month, year,
                    headcount(firm, yearly),
                ),
            )  # fmt: skip

    def _saved(self, at: At) -> float:
        """The part that all firms save alike so that energy per output falls by what was published."""
        there = [firm for firm in self.industry if at in self.output[firm.entity.id]]
        output = {firm.entity.id: self.output[firm.entity.id][at] for firm in there}
        before = {firm.entity.id: self.output_before[firm.entity.id][at] for firm in there}
        energy_before = sum(energy_of(firm, before[firm.entity.id]) for firm in there)
        energy_now = sum(energy_of(firm, output[firm.entity.id]) for firm in there)
        wanted = sum(output.values()) * energy_before / sum(before.values()) * (1 - FALLS[at])
        return 1 - wanted / energy_now


@dataclass(frozen=True, slots=True)
class _Invested:
    """The investment of each project by month, a year before, and what the year will bring; in 万元."""

    level: Mapping[At, list[int]]
    base: Mapping[At, list[int]]
    year: list[int]
