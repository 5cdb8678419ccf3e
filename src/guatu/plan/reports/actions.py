"""What can be done with reports: draft, release, discard, set their wording, hand in a template?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import ledgered
from guatu.kernel.mail.actions import send
from guatu.plan.models import Plan, PlanState
from guatu.plan.reports.codes import report_codes
from guatu.plan.reports.composing import chinese_day, document_number
from guatu.plan.reports.facts import Facts
from guatu.plan.reports.gathering import gather
from guatu.plan.reports.kinds import ReportKind, Span
from guatu.plan.reports.making import compose_report, make_files, number_row, options_of
from guatu.plan.reports.models import Report, ReportFile, ReportNumber, ReportState, TemplateVersion, Wording
from guatu.plan.reports.numbering import Listed
from guatu.plan.reports.passages import PASSAGES
from guatu.plan.reports.queries import current_template, current_wording, released_before
from guatu.plan.reports.word.checking import problems_of

_LOCK = 0x6775_7265
TEXTS = (
    *("issuer", "head", "symbol", "addressee", "opening", "closing"),
    *("copied_to", "printed_by", "contact", "recipients"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a report would be, before it is written down."""

    plan: Plan
    facts: Facts
    code: str
    content: Mapping[str, object]
    listed: tuple[Listed, ...]
    compared: Report | None
    wording: Wording | None
    template: TemplateVersion | None


def prepare_draft(plan: Plan, span: Span, day: date) -> Draft:
    """What the report would say, as known on that day: now for today, the day's end for a past one."""
    if plan.state != PlanState.PUBLISHED or plan.year != span.year:
        said = _("There is no published plan of %(year)s to report on. Publish it first.")
        raise Refused("no_plan", said % {"year": span.year})
    if span.first > day:
        said = _("%(time)s has not begun on %(day)s. Choose an earlier time or a later day.")
        raise Refused("not_begun", said % {"time": span.name_zh, "day": day})
    known_at = clock.now() if day >= clock.today() else clock.end_of(day)
    facts = gather(plan, span, known_at)
    wording = current_wording()
    compared = released_before(plan, span, known_at)
    seed = f"{plan.pk}/{span.kind}/{span.code}/{known_at.isoformat()}"
    taken = set(
        Report.objects.filter(
            code__in=[c for c, _n in zip(report_codes(seed), range(50), strict=False)]
        ).values_list("code", flat=True)
    )
    code = next(code for code in report_codes(seed) if code not in taken)
    content, listed = compose_report(facts, wording, code, compared)
    return Draft(plan, facts, code, content, listed, compared, wording, current_template())


def draft_report(
    plan: Plan, kind: ReportKind, span: Span, *, by: User | None, day: date | None = None
) -> Report:
    """Makes a draft with all its files; the one that is there where nothing has changed since.

    Refused where there is no published plan of that year, or its time has not begun.
    """
    draft = prepare_draft(plan, span, day or clock.today())
    same = _same_as_before(draft, span)
    return same or _keep_draft(draft, span, by=by)


def _same_as_before(draft: Draft, span: Span) -> Report | None:
    """The newest report of that time, where it says the same numbers in the same words."""
    last = Report.objects.filter(plan=draft.plan, kind=span.kind, span=span.code).exclude(
        state=ReportState.DISCARDED
    )
    newest = last.order_by("-pk").first()
    if newest is None or (newest.template, newest.wording) != (draft.template, draft.wording):
        return None
    if clock.day_of(newest.known_at) != clock.day_of(draft.facts.known_at):
        return None
    printed = {number.key: number.printed for number in newest.numbers.all()}
    return newest if printed == {each.key: each.printed for each in draft.listed} else None


@ledgered("reports.draft")
def _keep_draft(draft: Draft, span: Span, *, by: User | None) -> Report:
    report = Report.objects.create(
        plan=draft.plan,
        kind=span.kind,
        span=span.code,
        known_at=draft.facts.known_at,
        code=draft.code,
        content=draft.content,
        template=draft.template,
        wording=draft.wording,
        compared=draft.compared,
        made_by=by,
        made_at=clock.now(),
    )
    numbers = ReportNumber.objects.bulk_create(number_row(report, each) for each in draft.listed)
    _keep_files(report, numbers, draft.facts.known_at)
    return report


def _keep_files(report: Report, numbers: list[ReportNumber], moment: datetime) -> None:
    ReportFile.objects.bulk_create(
        ReportFile(
            report=report,
            form=made.form,
            state=report.state,
            content=made.content,
            sha256=made.sha256,
            size=len(made.content),
        )
        for made in make_files(report.content, numbers, report.template, moment)
    )


@ledgered("reports.release")
def release_report(report: Report, *, by: User) -> Report:
    """Gives a draft its number and today's date, makes its files anew, and tells the recipients by mail.

    Its numbers stay as they were known when it was drafted. Refused where it is no draft.
    """
    held = _held(report)
    _require_draft(held)
    now = clock.now()
    options = options_of(held.wording, held.kind)
    held.number = _next_number(now) if options.symbol else None
    frame = dict(held.content["frame"])
    day = clock.day_of(now)
    frame["number"] = document_number(options.symbol, day.year, held.number)
    frame |= {"signed_on": chinese_day(day), "printed_on": f"{chinese_day(day)}印发", "day": day.isoformat()}
    held.content = {**held.content, "frame": frame}
    held.state, held.released_by, held.released_at = ReportState.RELEASED, by, now
    held.save(update_fields=("content", "number", "state", "released_by", "released_at"))
    _keep_files(held, list(held.numbers.all()), now)
    _tell(held, by=by)
    return held


@ledgered("reports.discard")
def discard_report(report: Report, *, by: User) -> Report:
    """Puts a draft aside; it stays on record. Refused where it is released."""
    held = _held(report)
    _require_draft(held)
    held.state = ReportState.DISCARDED
    held.save(update_fields=("state",))
    return held


@ledgered("reports.set_wording")
def set_wording(texts: Mapping[str, str], passages: Mapping[str, list[str]], *, by: User | None) -> Wording:
    """What the zone says itself from now on; earlier wordings stay on record. Refuses what is no address."""
    unknown = {name for order in passages.values() for name in order} - set(PASSAGES)
    if unknown:
        said = _("There is no passage “%(name)s”.") % {"name": sorted(unknown)[0]}
        raise Refused("no_passage", said)
    given = {name: texts.get(name, "").strip() for name in TEXTS}
    for address in given["recipients"].split():
        _require_address(address)
    orders = {kind.value: list(dict.fromkeys(passages.get(kind.value, ()))) for kind in ReportKind}
    return Wording.objects.create(**given, passages=orders, made_by=by, made_at=clock.now())


@ledgered("reports.hand_in_template")
def hand_in_template(name: str, content: bytes, *, by: User | None, note: str = "") -> TemplateVersion:
    """Takes a Word template into use for reports to come; Refused with the first of its faults."""
    faults = problems_of(content)
    if faults:
        raise Refused("bad_template", str(faults[0]))
    return TemplateVersion.objects.create(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        name=name[-200:],
        note=note[:300],
        made_by=by,
        made_at=clock.now(),
    )


@ledgered("reports.reset_template")
def reset_template(*, by: User | None) -> TemplateVersion:
    """Goes back to the built-in template; those that were handed in stay on record."""
    return TemplateVersion.objects.create(made_by=by, made_at=clock.now())


def _held(report: Report) -> Report:
    return (
        Report.objects.select_for_update(of=("self",)).select_related("wording", "template").get(pk=report.pk)
    )


def _require_draft(report: Report) -> None:
    if report.state != ReportState.DRAFT:
        raise Refused(
            "no_draft", _("Only a draft can be released or discarded; this report is not one any more.")
        )


def _next_number(now: datetime) -> int:
    """The next number of the year; two that release at once wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    of_year = Report.objects.filter(released_at__year=clock.day_of(now).year)
    return int(of_year.aggregate(most=Max("number"))["most"] or 0) + 1


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        said = _("“%(text)s” is no mail address. Write one address a line.") % {"text": address[:80]}
        raise Refused("no_address", said) from None


def _tell(report: Report, *, by: User) -> None:
    addresses = report.wording.recipients.split() if report.wording else []
    for address in dict.fromkeys(addresses):
        send(
            address,
            _("Released: %(title)s") % {"title": report.title},
            _("%(title)s was released. Sign in to read it: /reports/%(pk)d")
            % {"title": report.title, "pk": report.pk},
            about=f"reports.report:{report.pk}",
            by=by,
        )
