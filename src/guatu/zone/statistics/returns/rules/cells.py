"""What is wrong with a single cell: missing, no number, below zero? Pure, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from guatu.base.errors import GuatuError
from guatu.base.quantities import parse_amount
from guatu.zone.statistics.returns.forms.definition import Form, Item
from guatu.zone.statistics.returns.rules.terms import NOT_APPLICABLE, Finding, Values, plain

INTEGERS = 15
"""How many digits before the point any reported amount has at most."""

_NOT_APPLICABLE = frozenset({NOT_APPLICABLE, "not applicable", "不适用", "无此项"})


def tidy(text: str | None) -> str | None:
    """A cell as it is kept: a plain decimal, n/a, None when empty; what is no number stays as written."""
    written = (text or "").strip()
    if not written:
        return None
    if written.casefold() in _NOT_APPLICABLE:
        return NOT_APPLICABLE
    try:
        return plain(parse_amount(written) or Decimal(0))
    except GuatuError:
        return written


def amounts(values: Values) -> dict[str, Decimal | None]:
    """The amounts of the items that have a number, None where one does not apply; the rest is left out."""
    found: dict[str, Decimal | None] = {}
    for item, text in values.items():
        if text == NOT_APPLICABLE:
            found[item] = None
        elif text is not None:
            amount = _amount(text)
            # What no firm could report is told as such, and nothing is compared with it.
            if amount is not None and amount.adjusted() < INTEGERS:
                found[item] = amount
    return found


def check_cells(form: Form, values: Values) -> list[Finding]:
    """What is wrong with each cell by itself."""
    findings = [_check(item, values) for item in form.items]
    unknown = [_found("unknown_item", code, {"value": code}) for code in values if code not in form.item_of]
    return [finding for finding in findings if finding] + unknown


def _check(item: Item, values: Values) -> Finding | None:
    text = values.get(item.code)
    if text is None:
        return _found("required", item.code) if item.required and not _follows(item, values) else None
    if text == NOT_APPLICABLE:
        return None if item.may_not_apply else _found("not_applicable", item.code)
    amount = _amount(text)
    if amount is None:
        return _found("not_a_number", item.code, {"value": text})
    return _check_amount(item, amount)


def _follows(item: Item, values: Values) -> bool:
    """Whether it is a month that will be computed once its cumulative amount is right."""
    total = values.get(item.line)
    return item.column == "month" and (total is None or _amount(total) is None)


def _check_amount(item: Item, amount: Decimal) -> Finding | None:
    said: Mapping[str, str] = {"value": plain(amount)}
    if amount.adjusted() >= INTEGERS:
        return _found("too_large", item.code, said)
    if len(said["value"].partition(".")[2]) > item.decimals:
        return _found("too_many_decimals", item.code, {**said, "decimals": str(item.decimals)})
    if amount < 0 and not item.negative:
        return _found("negative", item.code, said)
    return None


def _amount(text: str) -> Decimal | None:
    try:
        return parse_amount(text)
    except GuatuError:
        return None


def _found(code: str, item: str, params: Mapping[str, str] | None = None) -> Finding:
    return Finding(code, code, "block", item, params or {})
