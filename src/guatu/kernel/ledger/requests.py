"""From which request comes what is written while a page is answered?"""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase

from guatu.kernel.ledger.context import coming_from

# A proxy's own number of the request, so that its log and the ledger can be laid side by side. Whoever asks
# may send one, also one that was somebody else's: a number is looked up with its actor only.
GIVEN = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class Origins:
    """Lets every action of a request know the request's number and the address it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request."""
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.fullmatch(given) else str(uuid4())
        with coming_from(number, request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)
