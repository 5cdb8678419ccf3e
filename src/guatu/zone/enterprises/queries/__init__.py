"""What can be asked of the enterprises, worth a name?"""

from guatu.zone.enterprises.queries.accounts import enterprise_of
from guatu.zone.enterprises.queries.appointments import (
    UNVISITED_AFTER_DAYS,
    budgets_of,
    comes_of,
    exceptions,
    linked_count,
    open_tasks,
    spent_of,
    unvisited,
    visits_in_quarter,
)
from guatu.zone.enterprises.queries.caring import cares_of
from guatu.zone.enterprises.queries.facts import usable
from guatu.zone.enterprises.queries.ladder import (
    Known,
    entered_in,
    ladder_of,
    listing_row,
    scale_views,
    step_views,
    with_figures,
)

__all__ = [
    "UNVISITED_AFTER_DAYS",
    "Known",
    "budgets_of",
    "cares_of",
    "comes_of",
    "entered_in",
    "enterprise_of",
    "exceptions",
    "ladder_of",
    "linked_count",
    "listing_row",
    "open_tasks",
    "scale_views",
    "spent_of",
    "step_views",
    "unvisited",
    "usable",
    "visits_in_quarter",
    "with_figures",
]
