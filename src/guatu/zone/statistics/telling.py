"""Of what do the statistics tell people? That a return came back. Nothing of what it says."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.ledger.context import Acting
from guatu.kernel.notifying.actions import notify
from guatu.kernel.notifying.kinds import Kind, Pace, declare
from guatu.zone.statistics.returns.models import Return

SENT_BACK = declare(
    Kind(
        "statistics.sent_back",
        _("A return of mine was sent back"),
        gettext_noop("“%(form)s” for %(period)s was sent back"),
        "returns.file",
        mail=Pace.NOW,
    )
)


def tell_sent_back(row: Return, filer: User | None, *, by: Acting | None) -> None:
    """Tells who filed the return, where that is somebody of the enterprise; outside of the closed store."""
    if filer is None or own_enterprise(filer) != row.enterprise_id:
        return
    form, period = row.form.form, row.reported_period
    told = {
        "form": {"zh": form.name("zh-hans"), "en": form.name("en")},
        "period": {"zh": period.name_zh, "en": period.name_en},
    }
    address = reverse("portal:return", args=[row.pk])
    notify(SENT_BACK, [filer.pk], key=f"return:{row.pk}", told=told, address=address, by=by)
