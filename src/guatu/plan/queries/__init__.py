"""What can be asked of a plan?"""

from guatu.plan.queries.items import count_items, load_items
from guatu.plan.queries.review import (
    ReviewState,
    department_options,
    leader_options,
    measure_options,
    review_state,
    standings,
)
from guatu.plan.queries.snapshot import ShownFinding, findings, shown_findings, snapshot

__all__ = [
    "ReviewState",
    "ShownFinding",
    "count_items",
    "department_options",
    "findings",
    "leader_options",
    "load_items",
    "measure_options",
    "review_state",
    "shown_findings",
    "snapshot",
    "standings",
]
