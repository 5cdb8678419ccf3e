"""What do the small forms about people share: a day that may be missing, and what is said at the end?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guatu.base.errors import Refused


def day_or_none(request: HttpRequest, name: str) -> date | None:
    """The day that was posted under that name, None where none was; Refused for what is no day."""
    written = request.POST.get(name, "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused("bad_day", _("“%(written)s” is not a day.") % {"written": written[:20]}) from None


def day(request: HttpRequest, name: str) -> date:
    """The day that was posted under that name; Refused where there is none."""
    found = day_or_none(request, name)
    if found is None:
        raise Refused("no_day", _("Choose the first day and the last."))
    return found


def said_or_refused(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Acts, and has the next page say that it is done, or why it was refused; whether it was done."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
        return False
    messages.success(request, done)
    return True
