"""How is an age or a size told, roughly?"""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
GIB = 2**30


def age_words(age: timedelta) -> str:
    """The age in its largest unit: "40 seconds", "3 hours", "2 days"."""
    seconds = int(age.total_seconds())
    if seconds < 2 * MINUTE_S:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if seconds < 2 * HOUR_S:
        minutes = seconds // MINUTE_S
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if seconds < 2 * DAY_S:
        hours = seconds // HOUR_S
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = seconds // DAY_S
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def size_words(count: int) -> str:
    """The number of bytes in GB (of 2**30), MB below one."""
    if count < GIB:
        return _("%(n)d MB") % {"n": round(count / 2**20)}
    return _("%(n)s GB") % {"n": f"{count / GIB:.1f}"}
