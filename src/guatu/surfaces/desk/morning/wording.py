"""How is said since when something waits, and until when it is due? 周五前, 3 days late."""

from __future__ import annotations

from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WEEK = 7


def by_in_words(due: date, day: date) -> str:
    """Until when something is due, as seen from a day."""
    days = (due - day).days
    if days < 0:
        return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
    if days < 2:
        return _("by tomorrow") if days else _("by today")
    if days < WEEK and due.weekday() > day.weekday():
        return _("by %(weekday)s") % {"weekday": WEEKDAYS[due.weekday()]}
    return _("by %(day)s") % {"day": date_format(due, "MONTH_DAY_FORMAT")}


def since_in_words(since: date, day: date) -> str:
    """Since when something waits or on which day it happened, as seen from a day."""
    days = (day - since).days
    if days < 1:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < WEEK:
        return str(WEEKDAYS[since.weekday()])
    return date_format(since, "MONTH_DAY_FORMAT" if since.year == day.year else "DATE_FORMAT")


def day_in_words(day: date, today: date) -> str:
    """A day as the head of what is due on it."""
    words = {0: _("today"), 1: _("tomorrow")}
    said = words.get((day - today).days) or str(WEEKDAYS[day.weekday()])
    return f"{said} · {date_format(day, 'MONTH_DAY_FORMAT')}"
