"""Which projects does the plan name, and which stage does it ask of each this year?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from guatu.plan.reading.deadlines import find_deadline
from guatu.plan.reading.lexicon import load_lexicon
from guatu.plan.reading.model import Institution, Project, Section, Stage
from guatu.plan.reading.naming import Named, names_in
from guatu.plan.reading.tasks import Clause, main_clause

_WORDS = load_lexicon("projects")
_DO = "(?:" + "|".join(sorted(_WORDS["do"], key=len, reverse=True)) + ")"
_STAGES: tuple[Stage, ...] = get_args(Stage)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("DO", _DO).replace("…", "(?P<object>.{2,}?)"))


# In the order of the file: 「建成投产」 is in operation before it is completed.
RULES: tuple[tuple[Stage, re.Pattern[str]], ...] = tuple(
    (stage, _rule(pattern)) for stage in _WORDS if stage in _STAGES for pattern in _WORDS[stage]
)
INSTITUTION = re.compile("|".join(_WORDS["institutions"]))
DEADLINE_BEFORE_STAGE = re.compile(
    r"[0-9０-９]{4}年(?:度)?(?:[春夏秋冬]季|[一二三四1-4]季度|[0-9]{1,2}月)?(?:底|末)?前?$|年内$|年底前?$"
)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a clause asks for: the stage, and where in the clause the projects are named."""

    stage: Stage
    start: int
    end: int


def find_projects(work: Iterable[tuple[Clause, Section | None]]) -> tuple[Project, ...]:
    """The projects named in the clauses of work, in the order of the text, each with its stage."""
    found: list[Project] = []
    for clause, section in work:
        demand = read_demand(clause)
        if demand:
            found += (_project(clause, section, demand, name) for name in _names(clause, demand))
    return tuple(found)


def read_demand(clause: Clause) -> Demand | None:
    """The stage that the clause asks for and the stretch of its text that names the projects."""
    offset = main_clause(clause.text)
    core = clause.text[offset:]
    for stage, rule in RULES:
        match = rule.search(core)
        if match:
            named = DEADLINE_BEFORE_STAGE.sub("", match["object"])
            return Demand(stage, offset + match.start("object"), offset + match.start("object") + len(named))
    return None


def _names(clause: Clause, demand: Demand) -> Iterator[Named]:
    yield from names_in(clause.text[demand.start : demand.end], demand.stage)


def _project(clause: Clause, section: Section | None, demand: Demand, named: Named) -> Project:
    start = clause.span.start + demand.start + named.start
    return Project(
        name=named.name,
        start=start,
        end=start + named.end - named.start,
        stage=demand.stage,
        section=section.id if section else None,
        deadline=find_deadline(clause.text),
    )


def find_institutions(projects: Sequence[Project]) -> tuple[Institution, ...]:
    """Those of the projects that are bodies to be brought here: institutes, schools, headquarters, firms."""
    return tuple(
        Institution(p.name, p.start, p.end, p.section)
        for p in projects
        if p.stage in {"attract", "landing"} and INSTITUTION.search(p.name)
    )
