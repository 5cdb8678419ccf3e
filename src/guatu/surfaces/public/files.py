"""Which files does everybody take along: a table, its schema, its proof, the key to check it with?"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from guatu.base.errors import GuatuError
from guatu.kernel.access.gate import ANYBODY, needs
from guatu.kernel.ledger.installation import own_notary
from guatu.kernel.registry.models import PublicFile
from guatu.kernel.registry.publishing import data_package, files_of, proof_of_file, public_files
from guatu.kernel.sheets.writing import CSV
from guatu.plan.publishing import FILES
from guatu.surfaces.public.registries import opened

# A file of that number never changes again.
FOREVER = "public, max-age=31536000, immutable"
TARGETS_TITLE = "年度目标及进度"
PRETTY = {"ensure_ascii": False, "indent": 1}


@needs(ANYBODY)
@require_safe
def send_table(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The table, byte for byte as it was made."""
    found = _file(slug, number)
    name = f'attachment; filename="{slug}-{number}.csv"'
    headers = {"Content-Disposition": name, "Cache-Control": FOREVER, "ETag": f'"{found.sha256}"'}
    return HttpResponse(bytes(found.content), content_type=CSV, headers=headers)


@needs(ANYBODY)
@require_safe
def send_schema(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What its columns are: Table Schema."""
    found = _file(slug, number)
    return JsonResponse(found.schema, json_dumps_params=PRETTY, headers={"Cache-Control": FOREVER})


@needs(ANYBODY)
@require_safe
def send_package(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest file with its hash, its columns and its proof: Data Package."""
    if slug == FILES:
        title, newest = TARGETS_TITLE, files_of(FILES).first()
    else:
        registry = opened(slug)
        with translation.override(settings.LANGUAGE_CODE):
            title, newest = registry.title, public_files(registry).first()
    if newest is None:
        raise Http404
    return JsonResponse(data_package(slug, title, newest), json_dumps_params=PRETTY)


@needs(ANYBODY)
@require_safe
def send_proof(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The proof that the ledger holds its hash; 404 while it is not sealed."""
    try:
        proof = proof_of_file(_file(slug, number))
    except GuatuError as trouble:
        raise Http404(str(trouble)) from None
    return HttpResponse(proof, content_type="application/json")


@needs(ANYBODY)
@require_safe
def send_key(request: HttpRequest) -> HttpResponse:
    """The key by which the signature under a proof is checked."""
    return HttpResponse(own_notary().verifier.as_line() + "\n", content_type="text/plain")


def _file(slug: str, number: int) -> PublicFile:
    if slug != FILES:
        opened(slug)
    found = files_of(slug).filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    return found
