"""Which papers with figures come in over the year? Handed in and applied as people do it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from guatu.base.happenings import Happening
from guatu.site.demo.papers import Paper, read_papers
from guatu.site.demo.second_half import papers_of_second_half
from guatu.site.demo.year.beginning import acting
from guatu.zone.statistics.actions import apply_import, preview_import


def figures_of_the_year() -> Iterator[Happening]:
    """Every paper, when its officer records it."""
    for paper in (*read_papers(), *papers_of_second_half()):
        yield Happening(
            paper.recorded_at, paper.recorded_by, f"figures: {paper.name}", partial(record, paper)
        )


def record(paper: Paper) -> None:
    """Hands in a paper and applies it."""
    by = acting(paper.recorded_by)
    figures = preview_import(
        name=f"{paper.name}.csv",
        content=paper.content,
        publisher=paper.publisher,
        published_on=paper.published_on,
        by=by,
        demonstration=True,
    )
    apply_import(figures, by=by)
