"""How many notices are new to the reader, and where does the page hear of others?"""

from django import template
from django.http import HttpRequest

from guatu.kernel.notices import stream_address
from guatu.kernel.notifying.queries import unseen_by

register = template.Library()


@register.simple_tag
def unseen_notices(request: HttpRequest) -> int:
    """How many notices the reader has not seen."""
    return unseen_by(request.user)


@register.simple_tag
def live_address(request: HttpRequest) -> str:
    """Where the page listens; empty where nothing streams."""
    return stream_address(request)
