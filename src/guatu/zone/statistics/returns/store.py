"""In which database role is the store of micro-data opened, and for whom?

Statistics officers open all of it, an enterprise its own returns alone (row-level security in PostgreSQL),
the system itself for sums that are masked. Nobody else opens it: not supervision, not leaders, not auditors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from guatu.kernel.access.database_roles import as_portal, as_statistics
from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.access.rights import require, require_of

Reader = AbstractBaseUser | AnonymousUser


@contextmanager
def opened_for(by: Reader | None) -> Iterator[int | None]:
    """Opens the store for a person; gives the key of the enterprise that it is limited to, None for all.

    PermissionDenied for whoever is neither a statistics officer nor of an enterprise. `by` None is the system
    itself: jobs, and the demonstration. What is looked up elsewhere (the directory, accounts) is looked up
    before, because the role of an enterprise sees little else.
    """
    own = None if by is None else own_enterprise(by)
    require_of(by, "returns.view" if own is None else "returns.file")
    with as_statistics() if own is None else as_portal(own):
        yield own


def require_own(by: Reader | None, enterprise_id: int, need: str = "returns.file") -> None:
    """PermissionDenied unless `by` acts for that enterprise with that right; the system itself may."""
    if by is None:
        return
    require(by, need)
    if own_enterprise(by) != enterprise_id:
        raise PermissionDenied(_("This return is another enterprise's."))
