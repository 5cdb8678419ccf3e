"""How does an uploaded file reach an action, and how is the answer given: to a script or to a plain form?"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError, Refused

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content: bytes


def received(request: HttpRequest, field: str = "file") -> Upload:
    """The uploaded file; refused when there is none, or it is empty or too large."""
    file = request.FILES.get(field)
    if not isinstance(file, UploadedFile):
        raise Refused("no_file", _("No file arrived. Choose a file, or drop it on the page."))
    if not file.size:
        raise Refused("empty_file", _("“%(name)s” is empty. Nothing was kept.") % {"name": file.name})
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise Refused("too_large", too_large())
    return Upload(file.name or "", file.read())


def too_large() -> str:
    """Why a file is not taken for its size."""
    limit = settings.UPLOAD_MAX_BYTES // MEGABYTE
    return _("The file is larger than %(limit)d MB. A plan or a table of figures is far smaller.") % {
        "limit": limit
    }


def answer_upload(
    request: HttpRequest, take: Callable[[], str], show_again: Callable[[str], HttpResponse]
) -> HttpResponse:
    """Runs `take`, which gives the address to go to; a refusal goes back as JSON or as the page again."""
    as_json = "application/json" in request.headers.get("Accept", "")
    try:
        address = take()
    except GuatuError as refused:
        if as_json:
            return JsonResponse({"code": refused.code, "message": refused.message}, status=422)
        return show_again(refused.message)
    return JsonResponse({"location": address}) if as_json else redirect(address)
