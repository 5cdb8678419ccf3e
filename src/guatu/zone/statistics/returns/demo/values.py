"""What does a firm write into each form, given its output or income? It passes every check. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guatu.zone.statistics.returns.demo.firms import Firm
from guatu.zone.statistics.returns.rules.terms import NOT_APPLICABLE

Values = dict[str, str | None]
Lines = Mapping[str, int]
"""Amounts by line in whole units; in hundredths where a line has two decimals."""

PER_HEAD = 1600
"""Output a head and year in 千元."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a firm made from January to now, in the month, and a year before; in 千元."""

    now: int
    month: int
    before: int
    months: int
    year: int
    employees: int


def output_values(firm: Firm, made: Amounts) -> Values:
    """工业产销总值."""
    now, last, before = (_output(firm, amount) for amount in (made.now, made.now - made.month, made.before))
    values: Values = {
        "output_month": str(made.month),
        "output": str(made.now),
        "output_last_year": str(made.before),
        "finished_value": str(now["finished_value"]),
        "processing_fees": str(now["processing_fees"]),
        "wip_change": str(now["wip_change"]),
        "new_products": str(now["new_products"]),
        "new_products_last_year": str(before["new_products"]),
        "sales_month": str(now["sales"] - last["sales"]),
        "sales": str(now["sales"]),
        "sales_last_year": str(before["sales"]),
        "stock": str(stock_of(firm, made)),
    }
    exports = bool(firm.exported)
    values["export_delivery"] = str(now["export_delivery"]) if exports else NOT_APPLICABLE
    values["export_delivery_last_year"] = str(before["export_delivery"]) if exports else NOT_APPLICABLE
    return values


def stock_of(firm: Firm, made: Amounts) -> int:
    """Finished goods in stock at the end, in 千元."""
    return int(made.now / made.months * 12 * firm.in_stock)


def _output(firm: Firm, output: int) -> Lines:
    in_progress, fees = int(output * firm.work_in_progress), int(output * firm.processing)
    sales = int(output * firm.sold)
    return {
        "finished_value": output - in_progress - fees,
        "processing_fees": fees,
        "wip_change": in_progress,
        "new_products": int(output * firm.new_products * 0.9),
        "sales": sales,
        "export_delivery": int(sales * firm.exported),
    }


@dataclass(frozen=True, slots=True)
class Saved:
    """Which part of the energy of 2018 for the same output is saved: now, a month before, a year before."""

    now: float = 0.0
    last: float = 0.0
    before: float = 0.0


def energy_values(firm: Firm, made: Amounts, saved: Saved) -> Values:
    """能源购进、消费与库存."""
    now, before = _energy(firm, made.now, saved.now), _energy(firm, made.before, saved.before)
    last = _energy(firm, made.now - made.month, saved.last)
    values: Values = dict.fromkeys(("coal", "coal_last_year", "diesel", "heat"), NOT_APPLICABLE)
    for line in ("electricity", "energy_total"):
        values[f"{line}_month"] = _hundredths(now[line] - last[line])
    for line in ("electricity", "energy_total", "gas", "water"):
        values[line] = _hundredths(now[line]) if line != "water" else str(now[line])
        values[f"{line}_last_year"] = _hundredths(before[line]) if line != "water" else str(before[line])
    if not firm.gas:
        values["gas"] = values["gas_last_year"] = NOT_APPLICABLE
    return values


def energy_of(firm: Firm, output: int) -> float:
    """Tonnes of standard coal for that output in 千元: some 0.03 t for each 万元."""
    return output * firm.energy * 0.003


def _energy(firm: Firm, output: int, saved: float) -> Lines:
    standard_coal = energy_of(firm, output) * (1 - saved)
    electricity = int(standard_coal * (1 - firm.gas) / 1.229 * 100)
    gas = int(standard_coal * firm.gas / 12.143 * 100)
    return {
        "electricity": electricity,
        "gas": gas,
        "energy_total": round(electricity * 1.229 + gas * 12.143),
        "water": int(output * 0.02),
    }


def finance_values(firm: Firm, made: Amounts) -> Values:
    """财务状况; research expenses stand apart from 2019 on."""
    now, before = _finance(firm, made.now), _finance(firm, made.before)
    yearly = made.now / made.months * 12 * firm.sold
    stock = stock_of(firm, made)
    assets, liabilities = int(yearly * 1.15), int(yearly * 0.6)
    research, admin = now["research_expense"], now["admin_expense"]
    lines = {
        **{line: now[line] for line in _FINANCE_LINES},
        **{f"{line}_last_year": before[line] for line in ("revenue", "cost", "profit", "vat")},
        "admin_expense": admin if made.year > 2018 else admin + research,
        "income_tax": max(0, int(now["profit"] * 0.15)),
        "assets": assets,
        "current_assets": int(yearly * 0.62) + stock,
        "receivables": int(yearly * 0.24),
        "inventories": int(yearly * 0.1) + stock,
        "finished_goods": stock,
        "liabilities": liabilities,
        "equity": assets - liabilities,
        "wages": int(made.employees * made.months * 8.2),
        "average_employees": made.employees,
    }
    if made.year > 2018:
        lines["research_expense"] = research
    return {line: str(amount) for line, amount in lines.items()}


_FINANCE_LINES = (
    "revenue",
    "main_revenue",
    "cost",
    "taxes_surcharges",
    "selling_expense",
    "financial_expense",
    "profit",
    "vat",
)


def main_revenue_of(firm: Firm, output: int) -> int:
    """Revenue from the main business for that output, in 千元."""
    return _finance(firm, output)["main_revenue"]


def _finance(firm: Firm, output: int) -> Lines:
    revenue = int(output * firm.sold * 1.01)
    research = int(revenue * 0.031)
    admin, selling, financial, taxes = (int(revenue * part) for part in (0.04, 0.032, 0.007, 0.006))
    profit = int(revenue * firm.margin)
    return {
        "revenue": revenue,
        "main_revenue": int(revenue * 0.975),
        "cost": revenue - profit - research - admin - selling - financial - taxes,
        "taxes_surcharges": taxes,
        "selling_expense": selling,
        "admin_expense": admin,
        "research_expense": research,
        "financial_expense": financial,
        "profit": profit,
        "vat": int(revenue * 0.036),
    }


def services_values(firm: Firm, made: Amounts) -> Values:
    """服务业商贸企业经营情况."""
    technical = firm.entity.industry[:1] in "IM"
    return {
        "income_month": str(made.month),
        "income": str(made.now),
        "income_last_year": str(made.before),
        "technical_income": str(int(made.now * 0.4)) if technical else NOT_APPLICABLE,
        "cost": str(int(made.now * 0.86)),
        "profit": str(int(made.now * firm.margin)),
        "vat": str(int(made.now * 0.03)),
        "average_employees": str(made.employees),
    }


def employment_values(made: Amounts) -> Values:
    """从业人员及工资总额."""
    wages = int(made.employees * made.months * 7.1)
    return {
        "employees_end": str(made.employees + 3),
        "dispatched": str(made.employees // 20),
        "average_employees": str(made.employees),
        "wages_total": str(wages),
        "wages_total_last_year": str(int(wages * 0.93)),
    }


def research_values(firm: Firm, made: Amounts, expense: int) -> Values:
    """研究开发活动 of a whole year; `expense` in 千元."""
    people = max(1, expense // 330)
    return {
        "rd_expense": str(expense),
        "rd_expense_last_year": str(int(expense * 0.91)),
        "government_funds": NOT_APPLICABLE,
        "rd_people": str(people),
        "rd_full_time": str(int(people * 0.8)),
        "main_revenue": str(main_revenue_of(firm, made.now)),
    }


def investment_values(now: int, month: int, before: int, year_end: int, began_before: int) -> Values:
    """固定资产投资项目 in 万元; `year_end` is what the year brings, `began_before` what earlier years did."""
    equipment, other = int(now * 0.32), int(now * 0.09)
    return {
        "planned_total": str(began_before + int(year_end * 1.6) + 600),
        "completed_since_start": str(began_before + now),
        "completed_month": str(month),
        "completed": str(now),
        "completed_last_year": str(before),
        "construction": str(now - equipment - other),
        "equipment": str(equipment),
        "other_expense": str(other),
        "land_purchase": NOT_APPLICABLE,
    }


def headcount(firm: Firm, yearly: int) -> int:
    """People that a firm of that output or income a year (千元) employs."""
    return max(12, int(yearly / PER_HEAD * (0.8 + firm.energy / 5)))


def _hundredths(amount: int) -> str:
    whole, rest = divmod(amount, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)
