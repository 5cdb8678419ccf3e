"""What does `guatu report` do: makes a report and writes it into a file."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.plan.reports.actions import draft_report
from guatu.plan.reports.kinds import ReportKind, latest_span, span_of
from guatu.plan.reports.models import FileForm, ReportFile
from guatu.plan.reports.queries import plan_of


def run(arguments: Sequence[str]) -> int:
    """Drafts the report, or finds the one that is there, and writes it as the file's ending says."""
    wanted = _options().parse_args(arguments)
    kind, day = ReportKind(wanted.kind), wanted.day or clock.today()
    span = span_of(kind, wanted.period) if wanted.period else latest_span(kind, day)
    form = wanted.output.suffix.removeprefix(".").lower()
    if form not in FileForm.values:
        raise Refused("no_form", f"a report is written as docx, pdf or csv, not as {wanted.output.name}")
    plan = plan_of(span.year)
    if plan is None:
        raise Refused("no_plan", f"there is no published plan of {span.year} to report on")
    report = draft_report(plan, kind, span, by=None, day=day)
    file = ReportFile.objects.filter(report=report, form=form).order_by("-pk")[0]
    wanted.output.write_bytes(bytes(file.content))
    print(f"{report.code}  {report.title}")
    print(f"{report.numbers.count()} numbers, {file.size} bytes, sha256 {file.sha256}, {wanted.output}")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu report")
    parser.add_argument("kind", choices=[kind.value for kind in ReportKind])
    parser.add_argument("--period", help="2019-W29, 2019-06, 2019-H1 or 2019; the latest if not given")
    parser.add_argument("--day", type=date.fromisoformat, help="as known on that day (default today)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="a file .docx, .pdf or .csv")
    return parser
