"""How are filters, columns and order kept under a name?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.declaration import Registry
from guatu.kernel.registry.models import SavedView


def save_view(registry: Registry, *, name: str, query: str, for_all: bool, by: User) -> SavedView:
    """Keeps filters, columns and order under a name; the same name again replaces them."""
    plain = " ".join(name.split())[:80]
    if not plain:
        raise Refused("no_name", _("Give the view a name."))
    if len(query) > 2000:
        raise Refused("too_long", _("The view has too many filters to be kept."))
    with action("registry.save_view", by=by):
        return SavedView.objects.update_or_create(
            registry=registry.slug,
            created_by=by,
            name=plain,
            defaults={"query": query.lstrip("?"), "for_all": for_all, "created_at": clock.now()},
        )[0]


def remove_view(view: SavedView, *, by: User) -> None:
    """Forgets a view; only its maker may."""
    if view.created_by_id != by.pk:
        raise Refused("not_yours", _("Only who saved a view may remove it."))
    with action("registry.remove_view", by=by):
        view.delete()
