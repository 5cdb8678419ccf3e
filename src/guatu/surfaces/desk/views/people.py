"""Who is asking?"""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest


def reader(request: HttpRequest) -> User:
    """The signed-in user; the gate lets nobody else through to a view."""
    return cast("User", request.user)
