"""What can be asked of the enterprises, worth a name?"""

from guatu.zone.enterprises.queries.accounts import enterprise_of
from guatu.zone.enterprises.queries.appointments import (
    UNVISITED_AFTER_DAYS,
    budgets_of,
    comes_of,
    exceptions,
    open_tasks,
    spent_of,
    unvisited,
)
from guatu.zone.enterprises.queries.caring import cares_of

__all__ = [
    "UNVISITED_AFTER_DAYS",
    "budgets_of",
    "cares_of",
    "comes_of",
    "enterprise_of",
    "exceptions",
    "open_tasks",
    "spent_of",
    "unvisited",
]
