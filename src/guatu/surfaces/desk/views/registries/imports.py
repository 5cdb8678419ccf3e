"""How does a table of records come in: previewed with all its problems, applied, undone?"""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.classes import FieldClass, masked
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.registry.actions import apply_import, preview_import, undo_import
from guatu.kernel.registry.declaration import Registry
from guatu.kernel.registry.exports import reject_file
from guatu.kernel.registry.models import RecordImport
from guatu.kernel.registry.problems import StoredProblem, sentence_of
from guatu.kernel.sheets.writing import XLSX
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.registries.opening import opened, readable, replaceable
from guatu.surfaces.desk.views.uploads import answer_upload, received, too_large

SHOWN_PROBLEMS = 200
RECENT = 20


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in the reader's language."""

    sheet: str
    row: int
    label: str
    value: str
    is_error: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row that is written: what becomes of it and what it changes, as (field, before, after)."""

    row: int
    change: str
    name: str
    values: tuple[tuple[str, str, str], ...]


@needs("records.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@replaceable("import")
def hand_in(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a table; a post previews it and goes to the preview."""
    registry = opened(request, slug, to_write=True)
    if request.method != "POST":
        return _form(request, registry)

    def take() -> str:
        upload = received(request)
        made = preview_import(
            registry,
            name=upload.name,
            content=upload.content,
            source=request.POST.get("source", ""),
            as_of=_day(request.POST.get("as_of", "")),
            by=reader(request),
        )
        return reverse("desk:records_import", args=[slug, made.pk])

    return answer_upload(request, take, lambda problem: _form(request, registry, problem))


@needs("records.view")
@require_safe
def show_import(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a table says, what is wrong with it, what became of it."""
    registry = opened(request, slug)
    found = _import(request, registry, pk)
    classes = readable(request)
    problems = sorted(cast("list[StoredProblem]", found.problems), key=lambda p: p["severity"])
    rows = found.rows
    context = {
        "registry": registry,
        "import": found,
        "counts": found.counts,
        "right": found.counts["new"] + found.counts["changed"],
        "problems": [_shown_problem(registry, p, classes) for p in problems[:SHOWN_PROBLEMS]],
        "more_problems": max(0, len(problems) - SHOWN_PROBLEMS),
        "rows": [_shown_row(registry, row, classes) for row in rows],
        "more_rows": max(0, found.counts["new"] + found.counts["changed"] - len(rows)),
    }
    return render(request, "desk/registries/import.html", context)


@needs("records.edit")
@require_POST
def apply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Applies a previewed import; wrong rows are left out only when that was ticked."""
    registry = opened(request, slug, to_write=True)
    skip = request.POST.get("skip_wrong") == "1"
    try:
        done = apply_import(_import(request, registry, pk), by=reader(request), skip_wrong=skip)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        said = _("Imported: %(new)s new records, %(changed)s changed.")
        messages.success(request, said % done.counts)
    return redirect("desk:records_import", slug, pk)


@needs("records.edit")
@require_POST
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a whole import back."""
    registry = opened(request, slug, to_write=True)
    try:
        undo_import(_import(request, registry, pk), by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Undone. The records are as they were before the import."))
    return redirect("desk:records_import", slug, pk)


@needs("records.edit")
@require_safe
def send_rejects(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The rows to correct, as a sheet."""
    registry = opened(request, slug, to_write=True)
    found = get(request.user, RecordImport, pk, registry=slug)
    stem = found.name.rpartition(".")[0] or found.name
    return attachment(reject_file(registry, found), f"{stem}-问题.xlsx", XLSX)


def _import(request: HttpRequest, registry: Registry, pk: int) -> RecordImport:
    people, long = ("created_by", "applied_by", "undone_by"), ("content", "changes")
    return get(request.user, RecordImport, pk, joined=people, omitted=long, registry=registry.slug)


def _form(request: HttpRequest, registry: Registry, problem: str = "") -> HttpResponse:
    imports = scope(request.user, RecordImport).filter(registry=registry.slug)
    context = {
        "registry": registry,
        "problem": problem,
        "limit": settings.UPLOAD_MAX_BYTES,
        "too_large": too_large(),
        "today": clock.today(),
        "source": request.POST.get("source", ""),
        "imports": imports.defer("content", "changes", "rows", "problems").order_by("-created_at", "-pk")[
            :RECENT
        ],
        "keys": [registry.fields[name].label for name in registry.import_keys],
    }
    return render(request, "desk/registries/import_new.html", context, status=422 if problem else 200)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused("bad_day", _("Say as of which day the table is.")) from None


def _shown_problem(
    registry: Registry, problem: StoredProblem, classes: frozenset[FieldClass]
) -> ShownProblem:
    info = registry.fields.get(problem["field"])
    closed = info is not None and info.field_class not in classes
    return ShownProblem(
        sheet=problem["sheet"],
        row=problem["row"],
        label=info.label if info else problem["field"],
        value=masked(problem["value"], info.field_class) if closed and info else problem["value"],
        is_error=problem["severity"] == "error",
        sentence="" if closed else sentence_of(problem["message"], problem["params"]),
    )


def _shown_row(registry: Registry, row: dict[str, object], classes: frozenset[FieldClass]) -> ShownRow:
    values: list[tuple[str, str, str]] = []
    for name, before, after in cast("list[list[str]]", row["values"]):
        info = registry.fields.get(name)
        if info is None:
            continue
        if info.field_class not in classes:
            before, after = (masked(text, info.field_class) if text else "" for text in (before, after))
        values.append((info.label, before, after))
    return ShownRow(int(str(row["row"])), str(row["change"]), str(row["name"]), tuple(values))
