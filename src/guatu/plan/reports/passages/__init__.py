"""Of which passages is a report made? Each is a function from numbering to blocks; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guatu.plan.reports.blocks import Block
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages import changes, checks, headlines, lagging, lines, overview

Passage = Callable[[Numbering], tuple[Block, ...]]

#: Every passage by its name, with the heading that it has.
PASSAGES: Mapping[str, tuple[str, Passage]] = {
    "overview": ("总体情况", overview.overview),
    "changes": ("本周变化", changes.changes),
    "headlines": ("主要预期目标完成情况", headlines.headlines),
    "headlines_in_short": ("主要预期目标最新进度", headlines.headlines_in_short),
    "lines": ("重点工作推进情况", lines.lines),
    "lines_in_full": ("重点工作完成情况", lines.lines_in_full),
    "lagging": ("滞后事项", lagging.lagging),
    "overdue": ("逾期与未落实事项", lagging.overdue),
    "checks": ("数据核对", checks.checks),
}
