"""For which enterprise is the reader here?"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.directory import Entity, entity


def acting_for(request: HttpRequest) -> Entity:
    """The enterprise of the account; PermissionDenied where it is closed or was never opened."""
    own = own_enterprise(request.user)
    found = None if own is None else entity(own)
    if found is None:
        raise PermissionDenied(_("Your account acts for no enterprise today. Ask the zone's service window."))
    return found
