"""What is wrong with a table of figures? Pure rules, no Django.

Every row is checked to its end and then against the others, so that all errors are told at once. An error
keeps its row out; a note is for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterable

from guatu.zone.statistics.rules.relations import check_relations, drop_repeats
from guatu.zone.statistics.rules.rows import check_row
from guatu.zone.statistics.rules.terms import Checked, Context, Figure, Problem, SheetRow


def check_rows(rows: Iterable[SheetRow], context: Context) -> Checked:
    """Every row checked by itself, then against the other rows and against what is known already."""
    figures: list[Figure] = []
    problems: list[Problem] = []
    for row in rows:
        figure, found = check_row(row, context)
        problems += found
        if figure is not None:
            figures.append(figure)
    figures = drop_repeats(figures, problems)
    series = {**context.known, **{f.key: f for f in figures}}
    for figure in figures:
        problems += check_relations(figure, series, context.known)
    wrong = {(p.sheet, p.row) for p in problems if p.severity == "error"}
    kept = tuple(f for f in figures if (f.sheet, f.row) not in wrong)
    return Checked(kept, tuple(sorted(problems, key=lambda p: (p.sheet, p.row))))
