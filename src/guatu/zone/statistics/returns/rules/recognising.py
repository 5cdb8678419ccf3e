"""Could one firm be recognised in a sum? Pure, no Django; how sure it must be is data (recognising.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

RULE_FILE = Path(__file__).with_name("recognising.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """How many firms stand behind a number at least, and how little of it one or two of them may make."""

    fewest: int
    largest_percent: Decimal
    rest_percent: Decimal
    large_from: int


@cache
def rule() -> Rule:
    """The rule that holds; its sources stand beside it in the file."""
    written = tomllib.loads(RULE_FILE.read_text("utf-8"))
    return Rule(
        fewest=written["fewest"],
        largest_percent=Decimal(written["largest_percent"]),
        rest_percent=Decimal(written["rest_percent"]),
        large_from=written["large_from"],
    )


FEWEST = rule().fewest
"""How many firms have to stand behind a number (统计法 art. 25: nothing that identifies a single one)."""


def tells_of_a_firm(amounts: Iterable[Decimal], *, of_the_zone: bool = False) -> bool:
    """Whether the sum of these amounts, one a firm, tells what one reported: too few add to it, or one rules.

    A sum `of_the_zone` over many firms is held to their number alone; recognising.toml says why.
    """
    made = [abs(amount) for amount in amounts if amount]
    if len(made) < rule().fewest:
        return bool(made)
    return not (of_the_zone and len(made) >= rule().large_from) and is_dominated(made)


def is_dominated(amounts: Iterable[Decimal]) -> bool:
    """Whether the largest makes nearly all of a sum, or its second could work the largest out nearly.

    The (n, k) and p % rules of statistical disclosure control. False where nothing is summed.
    """
    sizes = sorted((abs(amount) for amount in amounts), reverse=True)
    if not any(sizes):
        return False
    largest, rest = sizes[0], sum(sizes[2:], Decimal(0))
    held = rule()
    return 100 * largest > held.largest_percent * sum(sizes) or 100 * rest < held.rest_percent * largest
