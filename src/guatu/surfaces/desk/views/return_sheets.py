"""How does a sheet with many firms' returns come in, and how do their sums stand to what was published?"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.sheets.writing import XLSX
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.returns import due_or_404
from guatu.surfaces.desk.views.uploads import answer_upload, received, too_large
from guatu.zone.statistics.returns.actions.importing import apply_returns, preview_returns, undo_returns
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.comparing import compared_with_published
from guatu.zone.statistics.returns.importing import outcome_of, rows_to_correct, shown_problems
from guatu.zone.statistics.returns.listing import listed_for
from guatu.zone.statistics.returns.queries import import_of, imports_of, same_sheets
from guatu.zone.statistics.returns.sheets import template_file

SHOWN = 200


@needs("returns.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """The form for a sheet, a firm a row; a post previews it."""
    due = due_or_404(form, period)

    def take() -> str:
        upload = received(request)
        made = preview_returns(form, due.period, name=upload.name, content=upload.content, by=reader(request))
        return reverse("desk:returns_sheet", args=[made.pk])

    def show(problem: str = "") -> HttpResponse:
        context = {
            "form": version_for(form, due.period).name(get_language() or ""),
            "due": due,
            "problem": problem,
            "limit": settings.UPLOAD_MAX_BYTES,
            "too_large": too_large(),
            "imports": imports_of(form, due.period, by=reader(request)),
        }
        page = "desk/returns/sheet_new.html"
        return render(request, page, context, status=422 if problem else 200)

    return answer_upload(request, take, show) if request.method == "POST" else show()


@needs("returns.verify")
@require_safe
def send_template(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """An empty sheet with a row for each firm that is asked."""
    due = due_or_404(form, period)
    asked = version_for(form, due.period)
    sheet = template_file(asked, [(firm, {}) for firm in listed_for(asked, due.period)])
    return attachment(sheet, f"{asked.name_zh}-{due.period.code}.xlsx", XLSX)


@needs("returns.verify")
@require_safe
def show_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What a sheet would file, all that is wrong with it, and what became of it."""
    found = import_of(pk, by=reader(request))
    outcome, period = outcome_of(found), Period.parse(found.period)
    problems = shown_problems(found, SHOWN)
    context = {
        "import": found,
        "form": version_for(found.form_code, period).name(get_language() or ""),
        "counts": outcome["counts"],
        "right": outcome["counts"]["new"] + outcome["counts"]["again"],
        "problems": problems,
        "same": same_sheets(found, by=reader(request)),
        "more_problems": len(outcome["problems"]) - len(problems),
    }
    return render(request, "desk/returns/sheet.html", context)


@needs("returns.verify")
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Files the returns of the sheet; wrong rows are left out only when that was ticked."""
    skip = request.POST.get("skip_wrong") == "1"
    try:
        apply_returns(import_of(pk, by=reader(request)), by=reader(request), skip_wrong=skip)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The returns are filed. Somebody else has to verify them."))
    return redirect("desk:returns_sheet", pk)


@needs("returns.verify")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the returns of the sheet back."""
    try:
        undo_returns(import_of(pk, by=reader(request)), by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Undone. The returns are as they were before the sheet."))
    return redirect("desk:returns_sheet", pk)


@needs("returns.verify")
@require_safe
def send_rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows to correct, as a sheet that can be handed in again."""
    found = import_of(pk, by=reader(request))
    stem = found.name.rpartition(".")[0] or found.name
    return attachment(rows_to_correct(found), f"{stem}-问题.xlsx", XLSX)


@needs("figures.view")
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The released sums of firms beside what was published, and what was not collected (未归集)."""
    year = Period.of_year(clock.today().year - 1)
    found = [each for each in compared_with_published(clock.now()) if each.period.year >= year.year]
    return render(request, "desk/returns/compared.html", {"comparisons": found})
