"""What is right and wrong about a whole return? All of it at once. Pure, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from guatu.base.errors import GuatuError
from guatu.base.quantities import parse_amount
from guatu.zone.statistics.returns.forms.definition import Form
from guatu.zone.statistics.returns.rules.cells import amounts, check_cells
from guatu.zone.statistics.returns.rules.lines import Compared, check_lines
from guatu.zone.statistics.returns.rules.relations import check_relations
from guatu.zone.statistics.returns.rules.terms import Facts, Finding, Severity, Values

_ORDER: Mapping[Severity, int] = {"block": 0, "remark": 1, "hint": 2}


def check_return(
    form: Form,
    values: Values,
    *,
    facts: Facts,
    last: Values | None = None,
    last_year: Values | None = None,
    others: Values | None = None,
    remarks: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful, the worst first, then in the order of the form.

    `last` is what was said for the period before in the same year, `last_year` for the same period a year
    ago; `others` has other forms and sources by term (finance.revenue, source.electricity). Each is None or
    lacks what is not known, and what is not known is not checked. `remarks` answer findings by their key.
    """
    said = remarks or {}
    own = amounts(values)
    compared = Compared(form, facts.period, own, amounts(last or {}), amounts(last_year or {}))
    known: dict[str, Decimal | None] = {f"{form.code}.{item}": amount for item, amount in own.items()}
    for prefix, there in (("last", compared.last), ("last_year", compared.last_year)):
        known |= {f"{prefix}.{item}": amount for item, amount in there.items()}
    known |= amounts(others or {})
    cells = check_cells(form, values)
    wrong = {finding.item for finding in cells}
    found = [*check_lines(compared), *check_relations(form.code, known, facts)]
    # A cell that is wrong by itself is told once, not again by all that it enters.
    findings = [*cells, *(finding for finding in found if finding.item not in wrong)]
    places = {item.code: place for place, item in enumerate(form.items)}
    findings.sort(key=lambda f: (_ORDER[f.severity], places.get(f.item, len(places)), f.code))
    return tuple(replace(f, remark=said[f.key]) if said.get(f.key) else f for f in findings)


def complete(form: Form, values: Values, last: Values | None, *, first: bool) -> dict[str, str | None]:
    """The values with each month or cumulative amount that the other one gives (law 10: ask nothing twice).

    `first` is true for the first return of a year, in which both are the same.
    """
    completed = dict(values)
    for item in form.items:
        if item.column != "month":
            continue
        before = "0" if first else (last or {}).get(item.line)
        month, total = completed.get(item.code), completed.get(item.line)
        if total is None and month is not None:
            completed[item.line] = _combined(month, before, 1)
        elif month is None and total is not None:
            completed[item.code] = _combined(total, before, -1)
    return completed


def _combined(amount: str, before: str | None, sign: int) -> str | None:
    if before is None:
        return None
    try:
        return f"{parse_amount(amount) + sign * parse_amount(before):f}"
    except GuatuError:
        return None  # no number: told as such, and nothing is made of it
