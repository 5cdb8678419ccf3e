"""What can be done with published figures? Hand in a file, apply what it says, withdraw it again.

There is no action that takes an amount: figures come in files, and nobody types one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db import connection
from django.utils.translation import gettext as _

from guatu.base.clock import day_of, now, today
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.ledger.context import ledgered
from guatu.kernel.measures import registry
from guatu.kernel.notices import announce
from guatu.kernel.sheets.grids import content_type_of
from guatu.zone.statistics.imports import Judged, judge, stored_problem, stored_row
from guatu.zone.statistics.models import FigureImport, ImportState, PublishedFigure, SourceDocument
from guatu.zone.statistics.rules.terms import Figure, Key
from guatu.zone.statistics.series import series_period

TOPIC = "figures"
# Imports follow one another, so that two of them never count the same revision.
_LOCK = 0x6775_6174_7501


@ledgered("statistics.preview_import")
def preview_import(
    *,
    name: str,
    content: bytes,
    publisher: str,
    published_on: date,
    by: User | None,
    demonstration: bool = False,
) -> FigureImport:
    """Keeps a file of figures and says what its rows would change and what is wrong with them.

    The same bytes again give the import that stands. Refused when the file cannot be read, was imported
    already, or is said to be published on a day to come.
    """
    if not publisher.strip():
        raise Refused("no_publisher", _("Say who published the figures."))
    if published_on > today():
        raise Refused("published_in_future", _("The figures cannot be published on a day to come."))
    document = _keep_document(
        SourceDocument(
            name=_plain_name(name),
            publisher=publisher.strip()[:200],
            published_on=published_on,
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            content_type=content_type_of(content),
            size=len(content),
            demonstration=demonstration,
        )
    )
    standing = document.imports.exclude(state=ImportState.WITHDRAWN).first()
    if standing is not None and standing.state == ImportState.APPLIED:
        raise Refused("imported_already", _imported_already(standing))
    figure_import = standing or FigureImport(document=document, created_by=by, created_at=now())
    _store(figure_import, judge(document))
    return figure_import


@ledgered("statistics.apply_import")
def apply_import(figure_import: FigureImport, *, by: User | None, skip_wrong: bool = False) -> FigureImport:
    """Adds what is new or said differently as figures; what is known already is only counted.

    Refused while rows are wrong, unless `skip_wrong` leaves them to the reject file. An import that is
    applied already stays as it is.
    """
    standing = _locked(figure_import)
    if standing.state == ImportState.APPLIED:
        return standing
    if standing.state == ImportState.WITHDRAWN:
        raise Refused("withdrawn", _("This import was withdrawn. Hand in the file again."))
    judged = judge(standing.document)
    _refuse_wrong(judged, skip_wrong)
    standing.state, standing.applied_by, standing.applied_at = ImportState.APPLIED, by, now()
    _store(standing, judged)
    changed = [f for f in judged.checked.figures if judged.change_of(f) != "unchanged"]
    PublishedFigure.objects.bulk_create(_rows(changed, standing), batch_size=1000)
    announce(TOPIC)
    return standing


@ledgered("statistics.withdraw_import")
def withdraw_import(figure_import: FigureImport, *, by: User | None) -> FigureImport:
    """Takes an import back: its figures stay as rows and no longer count from this moment on."""
    standing = _locked(figure_import)
    if standing.state != ImportState.WITHDRAWN:
        standing.state, standing.withdrawn_by, standing.withdrawn_at = ImportState.WITHDRAWN, by, now()
        standing.save()
        announce(TOPIC)
    return standing


def _keep_document(document: SourceDocument) -> SourceDocument:
    """The document with these bytes, described as it was handed in last; Refused when figures hold it."""
    kept, is_new = SourceDocument.objects.get_or_create(
        sha256=document.sha256,
        defaults={
            f.attname: getattr(document, f.attname) for f in document._meta.fields if not f.primary_key
        },
    )
    kept = SourceDocument.objects.select_for_update().get(pk=kept.pk)
    described = (document.publisher, document.published_on, document.demonstration)
    if is_new or described == (kept.publisher, kept.published_on, kept.demonstration):
        return kept
    if kept.figures.exists():
        raise Refused(
            "described_differently",
            _("This very file was handed in before as published by %(publisher)s on %(day)s.")
            % {"publisher": kept.publisher, "day": kept.published_on},
        )
    kept.publisher, kept.published_on, kept.demonstration = described
    kept.save(update_fields=["publisher", "published_on", "demonstration"])
    return kept


def _imported_already(standing: FigureImport) -> str:
    assert standing.applied_at is not None
    words = {"day": day_of(standing.applied_at), "wrong": standing.counts["wrong"]}
    if not words["wrong"]:
        return _("This very file was imported on %(day)s; nothing in it is new.") % words
    sentence = _("This very file was imported on %(day)s. Its %(wrong)s wrong rows are in the reject file.")
    return sentence % words


def _locked(figure_import: FigureImport) -> FigureImport:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    rows = FigureImport.objects.select_for_update(of=("self",)).select_related("document")
    return rows.get(pk=figure_import.pk)


def _refuse_wrong(judged: Judged, skip_wrong: bool) -> None:
    wrong = len(judged.checked.wrong_rows)
    if wrong and not skip_wrong:
        sentence = _("%(wrong)s rows are wrong. Correct them, or import the others and keep a reject file.")
        raise Refused("wrong_rows", sentence % {"wrong": wrong})
    if not judged.checked.figures:
        raise Refused("nothing_right", _("Not one row can be imported. The reject file says why."))


def _store(figure_import: FigureImport, judged: Judged) -> None:
    figure_import.rows = [stored_row(f, judged.change_of(f)) for f in judged.checked.figures]
    figure_import.problems = [stored_problem(problem) for problem in judged.checked.problems]
    figure_import.counts = judged.counts
    figure_import.save()


def _rows(figures: Iterable[Figure], figure_import: FigureImport) -> list[PublishedFigure]:
    revisions = _highest_revisions()
    return [_row(figure, figure_import, revisions[figure.key] + 1) for figure in figures]


def _highest_revisions() -> defaultdict[Key, int]:
    measures = {measure.code: measure for measure in registry.all_measures()}
    highest: defaultdict[Key, int] = defaultdict(int)
    spoken = PublishedFigure.objects.values_list("measure", "period", "level", "revision")
    for code, period, level, revision in spoken.iterator():
        if code in measures:
            key = code, series_period(measures[code], Period.parse(period)).code, level
            highest[key] = max(highest[key], revision)
    return highest


def _row(figure: Figure, figure_import: FigureImport, revision: int) -> PublishedFigure:
    assert figure_import.applied_at is not None
    return PublishedFigure(
        measure=figure.measure.code,
        period=figure.period.code,
        period_start=figure.period.start,
        period_end=figure.period.end,
        level=figure.level,
        amount=figure.amount,
        missing_reason=figure.missing_reason,
        unit=figure.unit.code,
        growth=figure.growth,
        comparable_base=figure.base,
        document=figure_import.document,
        figure_import=figure_import,
        page=figure.page,
        note=figure.note,
        row=figure.row,
        revision=revision,
        publisher=figure.publisher,
        published_on=figure.published_on,
        recorded_at=figure_import.applied_at,
        recorded_by=figure_import.applied_by,
    )


def _plain_name(name: str) -> str:
    """The file's own name, without folders and signs that do not print."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:255] or "figures"
