"""Are numbers formed soon after their records, and did the last check find them true?"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guatu.kernel.health.ages import age_words
from guatu.kernel.health.findings import Finding, absent, bad, good, look, worth_a_look
from guatu.kernel.measures.models import Check
from guatu.kernel.measures.triggers import untriggered

OLDEST = "SELECT now() - min(written_at) FROM measures_touch"
# The round comes every minute.
LATE, TOO_LATE = timedelta(minutes=3), timedelta(minutes=30)


@look("measures.formed", gettext_lazy("Numbers"), order=45)
def formed() -> Finding:
    """Whether numbers follow their records."""
    without = untriggered()
    if without:
        says = _("Nobody notes what is written to %(tables)s.") % {"tables": ", ".join(without)}
        return bad(says, _("Run “guatu manage migrate”, then “guatu measures recompute”."))
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        (age,) = cursor.fetchone() or (None,)
    if age is None or age < LATE:
        return good(_("All numbers are formed from their records."))
    says = _("Records written %(age)s ago are not in the stored numbers yet; pages compute them themselves.")
    told, todo = (
        says % {"age": age_words(age)},
        _("See on the page of jobs why “measures.form” does not succeed."),
    )
    return worth_a_look(told, todo) if age < TOO_LATE else bad(told, todo)


@look("measures.checked", gettext_lazy("Check of numbers"), order=46)
def checked() -> Finding:
    """Whether the last check found the stored numbers as their records give them."""
    last = Check.objects.first()
    if last is None:
        return absent(_("No check has run yet; one comes every night."))
    if not last.differences:
        count = last.numbers
        says = ngettext(
            "%(n)d number was computed from nothing and found the same.",
            "%(n)d numbers were computed from nothing and found the same.",
            count,
        )
        return good(says % {"n": count})
    differing = len(last.differences)
    says = ngettext(
        "%(n)d stored number differs from its records: %(first)s",
        "%(n)d stored numbers differ from their records: %(first)s",
        differing,
    )
    return bad(
        says % {"n": differing, "first": last.differences[0]},
        _("See who wrote past the triggers, then run “guatu measures recompute”."),
    )
