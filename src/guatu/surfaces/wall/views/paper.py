"""What does the wall answer that is printed or kept: a sheet as pdf or svg, or one whole file?"""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.kernel.ledger.last_word import last_word
from guatu.plan.models import Plan
from guatu.surfaces.wall.boards import hung_board, hung_rounds
from guatu.surfaces.wall.paper import PAPERS, Form, set_wall
from guatu.surfaces.wall.paper.composing import Proof, compose_sheet
from guatu.surfaces.wall.snapshot import take_snapshot

SNAPSHOT = "html"


def send_print(request: HttpRequest, plan: Plan, day: date) -> HttpResponse:
    """`?print=a0` (a3, a4) is the sheet as pdf, with `&as=svg` as drawing; `?print=html` is the snapshot."""
    asked = request.GET["print"]
    address = request.build_absolute_uri(f"{request.path}?day={day.isoformat()}")
    if asked == SNAPSHOT:
        return _attached(take_snapshot(plan, day, address=address).encode(), "text/html", plan, day, "html")
    if asked not in PAPERS:
        raise Http404(_("The wall is printed on A0, A3 or A4."))
    return _sheet(request, plan, day, address)


def papers_of(request: HttpRequest, day: date) -> list[dict[str, str]]:
    """The sheets that the wall can be printed on, with their links."""
    return [
        {
            "name": paper.key.upper(),
            "size": paper.size,
            "pdf": print_link(request, day, paper.key),
            "svg": f"{print_link(request, day, paper.key)}&as=svg",
        }
        for paper in PAPERS.values()
    ]


def print_link(request: HttpRequest, day: date, what: str) -> str:
    """Where that day's wall is had on paper or as a file."""
    query = request.GET.copy()
    for name in ("side", "rotate", "day"):
        query.pop(name, None)
    query["print"] = what
    if day < clock.today():
        query["day"] = day.isoformat()
    return f"?{query.urlencode()}"


def _sheet(request: HttpRequest, plan: Plan, day: date, address: str) -> HttpResponse:
    paper, as_drawing = PAPERS[request.GET["print"]], request.GET.get("as") == "svg"
    word, now = last_word(), clock.now()
    proof = Proof(address, now, word.size if word else None, word.root if word else "")
    board, rounds = hung_board(plan, day).board, hung_rounds(day).rows
    sheet = compose_sheet(board, rounds, proof, past=day < clock.today())
    form: Form = "svg" if as_drawing else "pdf"
    made = set_wall(paper, sheet, form=form, moment=int(now.timestamp()))
    kind = "image/svg+xml" if as_drawing else "application/pdf"
    return _attached(made, kind, plan, day, f"{paper.key}.{form}")


def _attached(content: bytes, kind: str, plan: Plan, day: date, ending: str) -> HttpResponse:
    name = f"{slugify(plan.title, allow_unicode=True)}-{day.isoformat()}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=kind, headers=headers)
