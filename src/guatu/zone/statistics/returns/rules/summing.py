"""What do the returns of many firms sum to, without one of them being recognised? Pure, no Django.

An amount is masked when too few firms stand behind it or one or two of them rule it (小单元抑制), and so is
whatever it could be computed from: the masked cells of one row are together a number that tells of nobody, in
at least two cells. A new release shows no difference to one before that would tell of a firm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from guatu.zone.statistics.returns.rules.recognising import FEWEST, tells_of_a_firm

Cells = Mapping[str, Mapping[str, Decimal | None]]
"""By item and division; None where an amount is masked."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What one firm reported: its division of industry, and its amounts by item (None: does not apply)."""

    firm: int
    division: str
    amounts: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums by item, and by item and division; None where an amount is masked."""

    counted: int
    totals: Mapping[str, Decimal | None]
    divisions: Mapping[str, Mapping[str, Decimal | None]]


def sum_up(reported: Iterable[Reported], items: Iterable[str]) -> Sums:
    """The sums of these items over all firms, and by division, masked where a firm could be recognised."""
    rows = list(reported)
    totals: dict[str, Decimal | None] = {}
    divisions: dict[str, dict[str, Decimal | None]] = {}
    for item in items:
        cells = _cells(rows, item)
        whole = list(chain.from_iterable(cells.values()))
        hidden = tells_of_a_firm(whole, of_the_zone=True)
        totals[item] = None if hidden else sum(whole, Decimal(0))
        masked = set(cells) if hidden else masked_cells(cells)
        divisions[item] = {
            d: None if d in masked else sum(cell, Decimal(0)) for d, cell in sorted(cells.items())
        }
    return Sums(len(rows), totals, divisions)


def masked_cells(cells: Mapping[str, Sequence[Decimal]]) -> set[str]:
    """Which cells of a row with a known total have to be masked, from the firms' amounts in each.

    First those that tell of a firm; then the next smallest, until what is masked cannot be told apart: two
    cells at least, and together a number that tells of nobody.
    """
    masked = {cell for cell, amounts in cells.items() if tells_of_a_firm(amounts)}
    filled = {cell: sum(amount != 0 for amount in amounts) for cell, amounts in cells.items()}
    rest = sorted(
        (cell for cell in cells if cell not in masked and filled[cell]), key=lambda c: (filled[c], c)
    )
    while masked and rest and (len(masked) < 2 or tells_of_a_firm(_pooled(cells, masked))):
        masked.add(rest.pop(0))
    return masked


def is_recognisable(before: Mapping[int, str], after: Mapping[int, str]) -> bool:
    """Whether one or two firms make the difference of two releases (firm: by which return it counts)."""
    return 0 < len(changed_firms(before, after)) < FEWEST


def is_recognisable_by_item(
    before: Mapping[int, Reported], after: Mapping[int, Reported], items: Iterable[str]
) -> bool:
    """Whether for one of these items the difference of two releases tells of a firm."""
    return any(
        tells_of_a_firm(
            (
                _amount(after.get(firm), item) - _amount(before.get(firm), item)
                for firm in _either(before, after)
            ),
            of_the_zone=True,
        )
        for item in items
    )


def items_told_apart(
    before: Mapping[int, Reported], shown_before: Cells, after: Mapping[int, Reported], shown: Cells
) -> set[str]:
    """The items of which the divisions of two releases, laid side by side, tell of a firm.

    Where others are masked than before, what one release shows may tell what the other masks.
    """
    found: set[str] = set()
    for item, cells in shown.items():
        masked, masked_before = (
            {d for d, amount in each.items() if amount is None}
            for each in (cells, shown_before.get(item, {}))
        )
        nothing_shown = masked >= cells.keys() or masked_before >= shown_before.get(item, {}).keys()
        if not nothing_shown and (masked != masked_before or _changes_tell(before, after, item, masked)):
            found.add(item)
    return found


def changed_firms(before: Mapping[int, str], after: Mapping[int, str]) -> set[int]:
    """The firms that came, went or stand in it with another return."""
    return {firm for firm in before.keys() | after.keys() if before.get(firm) != after.get(firm)}


def _changes_tell(
    before: Mapping[int, Reported], after: Mapping[int, Reported], item: str, masked: set[str]
) -> bool:
    """Whether in a division that is shown, or in the masked ones together, the difference tells of a firm."""
    changes: defaultdict[str, defaultdict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for rows, sign in ((before, -1), (after, 1)):
        for firm, row in rows.items():
            changes["" if row.division in masked else row.division][firm] += sign * _amount(row, item)
    return any(tells_of_a_firm(each.values()) for each in changes.values())


def _cells(rows: Iterable[Reported], item: str) -> dict[str, list[Decimal]]:
    cells: defaultdict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        amount = row.amounts.get(item)
        if amount is not None:
            cells[row.division].append(amount)
    return dict(cells)


def _pooled(cells: Mapping[str, Sequence[Decimal]], names: Iterable[str]) -> Iterable[Decimal]:
    return chain.from_iterable(cells[name] for name in names)


def _amount(row: Reported | None, item: str) -> Decimal:
    return Decimal(0) if row is None else row.amounts.get(item) or Decimal(0)


def _either(before: Mapping[int, Reported], after: Mapping[int, Reported]) -> Iterable[int]:
    return before.keys() | after.keys()
