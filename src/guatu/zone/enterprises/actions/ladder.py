"""How is it noted that an enterprise came above scale, fell out, or got nearer to the stock exchange?"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import update_record
from guatu.kernel.registry.declaration import get_registry
from guatu.zone.enterprises.actions.files import SLUG
from guatu.zone.enterprises.models import Enterprise, ListingStep, Scale, ScaleSpell


def enter_scale(
    enterprise: Enterprise, *, scale: str, since: date, by: User | None, source: str
) -> ScaleSpell:
    """Notes that the bureau has the enterprise on its list from that day; `source` is its approval."""
    if scale in ("", Scale.BELOW):
        raise Refused(
            "no_scale", _("Say as what it is above scale: industry, trade, services, construction.")
        )
    if enterprise.scale_spells.filter(until=None).exists():
        raise Refused("on_the_list", _("It is on the list already. Note first that it left."))
    with action("enterprises.enter_scale", by=by):
        _set_scale(enterprise, scale, source, since)
        return ScaleSpell.objects.create(
            enterprise=enterprise, scale=scale, since=since, source=source, recorded_at=clock.now()
        )


def leave_scale(spell: ScaleSpell, *, on: date, by: User | None, source: str) -> ScaleSpell:
    """Notes that the bureau took the enterprise off its list from that day."""
    if on <= spell.since:
        raise Refused("ends_before", _("It cannot leave before it came, on %(day)s.") % {"day": spell.since})
    with action("enterprises.leave_scale", by=by):
        _set_scale(spell.enterprise, Scale.BELOW, source, on)
        spell.until, spell.left_source, spell.left_recorded_at = on, source, clock.now()
        spell.save(update_fields=["until", "left_source", "left_recorded_at"])
    return spell


def reach_stage(
    enterprise: Enterprise,
    *,
    stage: str,
    reached_on: date,
    by: User | None,
    source: str,
    board: str = "",
    obstacle: str = "",
) -> ListingStep:
    """Notes a stage on the way to the stock exchange, and what stands in the way of the next."""
    if enterprise.listing_steps.filter(stage=stage).exists():
        raise Refused("reached", _("This stage is noted already."))
    if reached_on > clock.today():
        raise Refused("not_yet", _("A stage cannot be reached on a day to come."))
    with action("enterprises.reach_stage", by=by):
        return ListingStep.objects.create(
            enterprise=enterprise,
            stage=stage,
            reached_on=reached_on,
            board=board,
            obstacle=obstacle,
            source=source,
        )


def _set_scale(enterprise: Enterprise, scale: str, source: str, as_of: date) -> None:
    if enterprise.scale != scale:
        update_record(get_registry(SLUG), enterprise, {"scale": scale}, source=source, as_of=as_of)
        enterprise.refresh_from_db(fields=["scale"])
