"""How do facts become a report: which passages in which order, in which frame? Pure.

The same facts and options give the same report, number for number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guatu.plan.reports.blocks import Block, Cell, Column, Composition, Frame, Heading, Paragraph, Table
from guatu.plan.reports.codes import number_code
from guatu.plan.reports.facts import Facts
from guatu.plan.reports.kinds import ReportKind
from guatu.plan.reports.numbering import Listed, Numbering
from guatu.plan.reports.passages import PASSAGES
from guatu.plan.reports.passages.headlines import target_table
from guatu.plan.reports.passages.words import cell, numeral
from guatu.plan.reports.readings import read
from guatu.plan.reports.sentences import words

#: Which passages a kind of report has when the zone did not say otherwise.
ORDER: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.WEEKLY: ("changes", "overdue", "headlines_in_short"),
    ReportKind.MONTHLY: ("overview", "headlines", "lines", "lagging", "checks"),
    ReportKind.HALF_YEAR: ("overview", "headlines", "lines_in_full", "lagging", "checks"),
    ReportKind.ANNUAL: ("overview", "headlines", "lines_in_full", "lagging", "checks"),
}
TITLES = {
    ReportKind.WEEKLY: "关于{time}重点工作\n推进情况的通报",
    ReportKind.MONTHLY: "关于{time}主要目标任务\n完成情况的通报",
    ReportKind.HALF_YEAR: "关于{time}主要目标任务\n完成情况的通报",
    ReportKind.ANNUAL: "关于{time}主要目标任务\n完成情况的通报",
}
NOTES = ("sources", "known", "growth", "pace", "forecast", "uncollected", "blanks", "trace")


@dataclass(frozen=True, slots=True)
class Options:
    """What the zone says itself: its name, whom it writes to, texts before and after, order of passages.

    Empty issuer: as the plan's title says. `passages` empty: as is usual for the kind.
    """

    issuer: str = ""
    head: str = ""
    symbol: str = ""
    addressee: str = "各部门、各有关单位"
    opening: str = ""
    closing: str = ""
    copied_to: str = ""
    printed_by: str = ""
    contact: str = ""
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A number as an earlier report of the same time printed it."""

    code: str
    key: str
    what: str
    printed: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Which report it is: its code, its number in the year when it is released, the day that it is signed."""

    code: str
    number: str
    signed_on: date
    earlier_name: str = ""
    earlier: Sequence[Earlier] = ()


def compose(facts: Facts, options: Options, issue: Issue) -> tuple[Composition, tuple[Listed, ...]]:
    """The report, and the list of its numbers."""
    numbering = Numbering(facts)
    body: list[Block] = []
    if options.opening:
        body.append(Paragraph((options.opening,)))
    passages = [PASSAGES[name] for name in options.passages or ORDER[facts.span.kind] if name in PASSAGES]
    place = 0
    for place, (title, passage) in enumerate(passages, start=1):
        body += [Heading(1, f"{numeral(place)}、{title}"), *passage(numbering)]
    body += [*_revisions(numbering, issue, place + 1)]
    after = place + 2 if issue.earlier_name else place + 1
    body += [Heading(1, f"{numeral(after)}、有关说明"), *_notes(facts, issue.code)]
    if options.closing:
        body.append(Paragraph((options.closing,)))
    attached = _attached(numbering, issue.code)
    frame = _frame(facts, options, issue, tuple(title for title, _blocks in attached))
    return Composition(frame, tuple(body), attached), numbering.listed


def restated(facts: Facts, earlier: Sequence[Earlier]) -> list[tuple[Earlier, str]]:
    """The numbers of an earlier report that are others now, with how they would be printed now."""
    now = ((each, read(each.key, facts)) for each in earlier)
    return [
        (each, found.shown + found.unit) for each, found in now if found.shown + found.unit != each.printed
    ]


def _revisions(numbering: Numbering, issue: Issue, place: int) -> tuple[Block, ...]:
    if not issue.earlier_name:
        return ()
    heading = Heading(1, f"{numeral(place)}、与上次发布相比的修订")
    changed = restated(numbering.facts, issue.earlier)
    if not changed:
        said = f"与{issue.earlier_name}相比，没有数据修订。"
        return heading, Paragraph((said,))
    columns = (
        Column("原溯源码", 1.9, "center"),
        Column("数据", 4.4),
        Column("上次发布", 2.0, "right"),
        Column("本次发布", 2.4, "right"),
    )
    rows: list[tuple[Cell, ...]] = [
        (cell(each.code), cell(each.what), cell(each.printed), cell(numbering.number(each.key, each.what)))
        for each, _now in changed
    ]
    said = f"与{issue.earlier_name}相比，下列数据有修订："
    return heading, Paragraph((said,)), Table("与上次发布相比的修订", columns, tuple(rows))


def _notes(facts: Facts, code: str) -> list[Block]:
    moment = chinese_moment(facts.known_at)
    said = words()["notes"]
    return [
        Paragraph((f"{place}.{said[name].format(moment=moment, code=code)}",))
        for place, name in enumerate(NOTES, start=1)
    ]


def _attached(numbering: Numbering, code: str) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    facts = numbering.facts
    blocks: list[tuple[str, tuple[Block, ...]]] = []
    if facts.span.kind is not ReportKind.WEEKLY:
        table = target_table(numbering, facts.targets, "")
        blocks.append((f"{facts.year}年度量化目标完成情况一览表", (table,)))
    blocks.append(("数据溯源索引", (_index(numbering.listed, code, facts.year),)))
    return tuple(blocks)


def _index(listed: Sequence[Listed], code: str, year: int) -> Table:
    columns = (
        Column("溯源码", 2.1),
        Column("数据", 4.4),
        Column("数值", 2.4, "right"),
    )
    rows = tuple(
        (
            cell(number_code(code, each.serial)),
            cell(each.what + (f"（{period}）" if (period := each.period_in(year)) else "")),
            cell(each.printed),
        )
        for each in listed
    )
    return Table("", columns, rows, dense=True)


def _frame(facts: Facts, options: Options, issue: Issue, attachments: tuple[str, ...]) -> Frame:
    issuer = options.issuer or facts.zone or facts.plan_title
    signed_on = chinese_day(issue.signed_on)
    return Frame(
        issuer=issuer,
        head=options.head or issuer,
        number=issue.number,
        title=title_of(facts),
        addressee=f"{options.addressee.rstrip('：:')}：" if options.addressee else "",
        signed_on=signed_on,
        day=issue.signed_on.isoformat(),
        copied_to=options.copied_to.rstrip("。"),
        printed_by=options.printed_by or issuer,
        printed_on=f"{signed_on}印发",
        code=issue.code,
        mark="示例" if facts.demonstration else "",
        attachments=attachments,
        contact=options.contact,
    )


def title_of(facts: Facts) -> str:
    """The report's title; a line break stands where the words may part (GB/T 9704-2012, 7.3.1)."""
    return TITLES[facts.span.kind].format(time=facts.span.name_zh)


def document_number(symbol: str, year: int, number: int | None) -> str:
    """星经开〔2019〕7号: six-cornered brackets, no leading zero, no 第 (GB/T 9704-2012, 7.2.5)."""
    return f"{symbol}〔{year}〕{number if number is not None else '　'}号" if symbol else ""


def chinese_day(day: date) -> str:
    """2019年7月18日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: datetime) -> str:
    """2019年7月18日9时05分."""
    return f"{chinese_day(moment.date())}{moment.hour}时{moment.minute:02}分"
