"""Was this very post answered before? Then it gets the same answer, and nothing is done twice.

As in the IETF's draft on the Idempotency-Key header: the key is the caller's, the answer is kept for a day at
least, and the same key with another content is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.surfaces.api.models import KeptAnswer

KEPT_FOR = timedelta(days=7)
_LONGEST = 128


def once(request: HttpRequest, user: User, do: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `do`, or the one that was kept; without an Idempotency-Key it is just done.

    The key is taken in the transaction of what is done: a second post at the same time waits for the first,
    and what fails leaves the key free to try again.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return do()
    if len(key) > _LONGEST or not key.isascii() or not key.isprintable():
        raise Refused("bad_key", _("An Idempotency-Key is at most 128 plain characters."))
    with transaction.atomic():
        asked = _digest(request)
        kept, is_new = KeptAnswer.objects.get_or_create(
            user=user, key=key, defaults={"request_sha256": asked, "kept_at": clock.now()}
        )
        if not is_new:
            return _again(kept, asked)
        answer = do()
        kept.status, kept.body = answer.status_code, answer.content
        kept.save(update_fields=["status", "body"])
        return answer


def forget_old() -> int:
    """Forgets answers that nobody will ask for again; how many."""
    return KeptAnswer.objects.filter(kept_at__lt=clock.now() - KEPT_FOR).delete()[0]


def _again(kept: KeptAnswer, asked: str) -> HttpResponse:
    if kept.request_sha256 != asked:
        raise Refused("key_used", _("This Idempotency-Key was used for another request. Choose a new one."))
    answer = HttpResponse(
        bytes(kept.body), status=kept.status, content_type="application/json; charset=utf-8"
    )
    answer["Idempotency-Replayed"] = "true"
    return answer


def _digest(request: HttpRequest) -> str:
    said = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(said).hexdigest()
