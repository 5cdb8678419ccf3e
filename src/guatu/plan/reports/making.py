"""How is a report made in all its forms from what it says? The same report gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from guatu.base.clock import ZONE_TIME
from guatu.kernel.sheets.writing import csv_file
from guatu.plan.reports.blocks import as_json
from guatu.plan.reports.codes import number_code
from guatu.plan.reports.composing import Earlier, Issue, Options, compose, document_number
from guatu.plan.reports.facts import Facts
from guatu.plan.reports.models import FileForm, Report, ReportNumber, TemplateVersion, Wording
from guatu.plan.reports.numbering import Listed
from guatu.plan.reports.typesetting import set_pdf
from guatu.plan.reports.word import set_word
from guatu.plan.reports.word.template import built_in_template

#: What amounts are rounded to before they are kept: far beyond what is printed.
KEPT_PLACES = Decimal(1).scaleb(-12)
CSV_HEAD = ("溯源码", "数据", "期间", "数值", "单位", "精确值", "指标代码", "取数键", "数据时点")


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a report."""

    form: FileForm
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def compose_report(
    facts: Facts, wording: Wording | None, code: str, compared: Report | None, number: int | None = None
) -> tuple[dict[str, object], tuple[Listed, ...]]:
    """What the report says as plain data, and the list of its numbers."""
    options = options_of(wording, facts.span.kind.value)
    issue = Issue(
        code=code,
        number=document_number(options.symbol, facts.day.year, number),
        signed_on=facts.known_at.astimezone(ZONE_TIME).date(),
        earlier_name=name_of(compared) if compared else "",
        earlier=earlier_numbers(compared) if compared else (),
    )
    composition, listed = compose(facts, options, issue)
    return as_json(composition), listed


def options_of(wording: Wording | None, kind: str) -> Options:
    """What the zone says itself, for one kind of report."""
    if wording is None:
        return Options()
    order = wording.passages.get(kind, ())
    return Options(
        issuer=wording.issuer,
        head=wording.head,
        symbol=wording.symbol,
        addressee=wording.addressee,
        opening=wording.opening,
        closing=wording.closing,
        copied_to=wording.copied_to,
        printed_by=wording.printed_by,
        contact=wording.contact,
        passages=tuple(order),
    )


def name_of(report: Report) -> str:
    """How a later report calls it: by its document number where it has one, else by its day."""
    number = str(report.content.get("frame", {}).get("number", ""))
    at = report.released_at or report.made_at
    day = at.astimezone(ZONE_TIME)
    return (
        f"{number or ''}（{day.year}年{day.month}月{day.day}日发布）"
        if number
        else f"{day.year}年{day.month}月{day.day}日发布的通报"
    )


def earlier_numbers(report: Report) -> Sequence[Earlier]:
    """The numbers of an earlier report, as they were printed."""
    return [Earlier(n.code, n.key, n.what, n.printed) for n in report.numbers.all()]


def make_files(
    content: Mapping[str, object],
    numbers: Sequence[ReportNumber],
    template: TemplateVersion | None,
    moment: datetime,
) -> Iterator[Made]:
    """The report as docx, pdf and, its numbers alone, as csv."""
    yield Made(FileForm.DOCX, set_word(content, template_bytes(template), moment.astimezone(ZONE_TIME)))
    yield Made(FileForm.PDF, set_pdf(content, int(moment.timestamp())))
    yield Made(FileForm.CSV, numbers_as_csv(numbers, moment))


def template_bytes(template: TemplateVersion | None) -> bytes:
    """The template's bytes; the built-in one's where the zone has none of its own."""
    return bytes(template.content) if template and template.content else built_in_template()


def numbers_as_csv(numbers: Sequence[ReportNumber], moment: datetime) -> bytes:
    """All numbers of a report, one a line."""
    at = moment.astimezone(ZONE_TIME).strftime("%Y-%m-%d %H:%M:%S")
    return csv_file(
        CSV_HEAD,
        (
            (n.code, n.what, n.period, n.shown, n.unit, plain_amount(n.amount), n.measure, n.key, at)
            for n in numbers
        ),
    )


def plain_amount(amount: Decimal) -> str:
    """The exact amount without trailing zeros."""
    return f"{amount.normalize():f}"


def number_row(report: Report, listed: Listed) -> ReportNumber:
    """The row of a number; only those that have an amount are listed."""
    assert listed.read.amount is not None, "a number without an amount is printed as a word"
    return ReportNumber(
        report=report,
        serial=listed.serial,
        code=number_code(report.code, listed.serial),
        key=listed.key,
        what=listed.what[:200],
        measure=listed.read.measure,
        period=listed.read.period,
        amount=listed.read.amount.quantize(KEPT_PLACES),
        shown=listed.read.shown,
        unit=listed.read.unit,
    )
