"""How is it decided which targets everybody sees, and how do these become a file with a proof?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.rights import require
from guatu.kernel.ledger.context import action, coming_from
from guatu.kernel.registry.models import PublicFile
from guatu.plan.models import ItemState, Plan, Publicity, Target
from guatu.plan.publishing import FILES, columns_schema, public_csv
from guatu.plan.queries.public import open_plan, shown_to_everybody


def show_publicly(plan: Plan, shown: Mapping[int, bool], *, reason: str, by: User | None) -> int:
    """Decides of targets (by key) whether everybody sees them, with a reason; how many changed."""
    if by is not None:
        require(by, "plan.publish")
    with action("plan.show_publicly", by=by):
        targets = Target.objects.filter(plan=plan, state=ItemState.ACCEPTED, pk__in=shown)
        rows = targets.select_related("publicity").order_by("pk")
        changed = [row for row in rows if shown_to_everybody(row) != shown[row.pk]]
        if changed and not reason.strip():
            raise Refused("no_reason", _("Say why these targets are shown to everybody or are not."))
        for row in changed:
            Publicity.objects.update_or_create(
                target=row,
                defaults={
                    "shown": shown[row.pk],
                    "reason": reason.strip()[:200],
                    "decided_by": by,
                    "decided_at": clock.now(),
                },
            )
        return len(changed)


def publish_targets() -> PublicFile | None:
    """Keeps what everybody sees of the targets today as a file; None where the newest says the same.

    The system does it, not a person: the proof that goes out with the file names who acted.
    """
    plan = open_plan(clock.today())
    if plan is None:
        return None
    with coming_from("", ""), action("plan.publish_targets", by=None):
        content, rows = public_csv(plan, clock.today())
        sha256 = hashlib.sha256(content).hexdigest()
        files = PublicFile.objects.filter(registry=FILES).order_by("-number")
        newest = files.defer("content").select_for_update().first()
        if newest is not None and newest.sha256 == sha256:
            return None
        return PublicFile.objects.create(
            registry=FILES,
            number=newest.number + 1 if newest else 1,
            content=content,
            sha256=sha256,
            schema=columns_schema(),
            rows=rows,
            made_at=clock.now(),
        )
