"""Does this process answer, and does its database? Asked by whoever shares requests out among several.

Past everything else: a load balancer knows no host name of ours, no HTTPS and no sign-in, and learns nothing
but yes or no. What is wrong stands on the page of health.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

ADDRESS = "/health/live"


class Alive:
    """Answers 200 "ok" or 503 "unavailable" at `ADDRESS`, and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request."""
        if request.path_info != ADDRESS:
            return self.get_response(request)
        alive = _answers()
        answer = HttpResponse(
            "ok\n" if alive else "unavailable\n", content_type="text/plain", status=200 if alive else 503
        )
        answer["Cache-Control"] = "no-store"
        return answer


def _answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
