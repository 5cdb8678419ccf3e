"""What do the returns of many firms sum to, without one of them being recognised? Pure, no Django.

An amount is masked when fewer than three firms stand behind it (小单元抑制), and so is whatever it could be
computed from: the masked cells of one row hold together at least three firms, in at least two cells. A new
release shows no difference to the one before that fewer than three firms made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

FEWEST = 3
"""How many firms have to stand behind a number (统计法 art. 25: nothing that identifies a single one)."""


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


@dataclass(slots=True)
class _Cell:
    """What stands behind one number: the sum, and how many firms added something to it."""

    total: Decimal = Decimal(0)
    firms: int = 0

    def add(self, amount: Decimal) -> None:
        self.total += amount
        self.firms += amount != 0


def sum_up(reported: Iterable[Reported], items: Iterable[str]) -> Sums:
    """The sums of these items over all firms, and by division, masked where a firm could be recognised."""
    rows = list(reported)
    totals: dict[str, Decimal | None] = {}
    divisions: dict[str, dict[str, Decimal | None]] = {}
    for item in items:
        cells = _cells(rows, item)
        whole = _Cell(
            sum((c.total for c in cells.values()), Decimal(0)), sum(c.firms for c in cells.values())
        )
        hidden = 0 < whole.firms < FEWEST
        totals[item] = None if hidden else whole.total
        masked = set(cells) if hidden else masked_cells({d: c.firms for d, c in cells.items()})
        divisions[item] = {d: None if d in masked else cell.total for d, cell in sorted(cells.items())}
    return Sums(len(rows), totals, divisions)


def masked_cells(firms: Mapping[str, int]) -> set[str]:
    """Which cells of a row with a known total have to be masked, from how many firms stand behind each.

    First those of one or two firms; then the next smallest, until what is masked cannot be told apart: two
    cells and three firms at least.
    """
    masked = {cell for cell, count in firms.items() if 0 < count < FEWEST}
    rest = sorted((cell for cell in firms if cell not in masked and firms[cell]), key=lambda c: (firms[c], c))
    while masked and rest and (len(masked) < 2 or sum(firms[cell] for cell in masked) < FEWEST):
        masked.add(rest.pop(0))
    return masked


def is_recognisable(before: Mapping[int, str], after: Mapping[int, str]) -> bool:
    """Whether one or two firms make the difference of two releases (firm: by which return it counts)."""
    return 0 < len(changed_firms(before, after)) < FEWEST


def is_recognisable_by_item(
    before: Mapping[int, Mapping[str, Decimal | None]],
    after: Mapping[int, Mapping[str, Decimal | None]],
    items: Iterable[str],
) -> bool:
    """Whether for one of these items one or two firms make the difference of two releases."""
    firms = before.keys() | after.keys()
    for item in items:
        amounts = ((each.get(firm, {}).get(item) or 0 for each in (before, after)) for firm in firms)
        if 0 < sum(old != new for old, new in amounts) < FEWEST:
            return True
    return False


def changed_firms(before: Mapping[int, str], after: Mapping[int, str]) -> set[int]:
    """The firms that came, went or stand in it with another return."""
    return {firm for firm in before.keys() | after.keys() if before.get(firm) != after.get(firm)}


def _cells(rows: Iterable[Reported], item: str) -> dict[str, _Cell]:
    cells: defaultdict[str, _Cell] = defaultdict(_Cell)
    for row in rows:
        amount = row.amounts.get(item)
        if amount is not None:
            cells[row.division].add(amount)
    return dict(cells)
