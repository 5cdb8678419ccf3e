"""Who may sign in for an enterprise, and from when until when?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access import actions as access
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.queries import works_for_the_zone
from guatu.kernel.access.rights import Role
from guatu.kernel.ledger.context import action
from guatu.zone.enterprises.models import Enterprise, EnterpriseAccount, Status


def open_account(
    enterprise: Enterprise, user: User, *, by: User | None, title: str = ""
) -> EnterpriseAccount:
    """Lets the user act for the enterprise from today on, and for it alone; opens a closed account again.

    Refused for people of the zone, for another enterprise's, and for an enterprise that is closed.
    """
    standing = EnterpriseAccount.objects.filter(user=user).first()
    _refuse_unfit(enterprise, user, standing)
    with action("enterprises.open_account", by=by):
        assign_role(user, Role.ENTERPRISE, by=by)
        if standing is None:
            return EnterpriseAccount.objects.create(
                enterprise=enterprise, user=user, title=title.strip(), since=clock.today()
            )
        standing.title, standing.until = title.strip() or standing.title, None
        standing.save(update_fields=["title", "until"])
        return standing


def open_first_account(
    enterprise: Enterprise,
    *,
    username: str,
    family_name: str,
    given_name: str,
    by: User | None,
    title: str = "",
) -> EnterpriseAccount:
    """Makes an account for somebody of an enterprise: without a password, so nobody comes in with it yet."""
    with action("enterprises.open_account", by=by):
        user = access.open_account(username, family_name, given_name, by=by)
        return open_account(enterprise, user, by=by, title=title)


def close_account(account: EnterpriseAccount, *, by: User | None) -> EnterpriseAccount:
    """Ends an account at once; one that has ended stays as it is."""
    today = clock.today()
    if account.until is None or account.until > today:
        with action("enterprises.close_account", by=by):
            account.until = max(account.since, today)
            account.save(update_fields=["until"])
    return account


def _refuse_unfit(enterprise: Enterprise, user: User, standing: EnterpriseAccount | None) -> None:
    if enterprise.status != Status.IN_BUSINESS:
        raise Refused("closed", _("The enterprise is closed; nobody can act for it here."))
    if works_for_the_zone(user) or user.groups.exclude(name=Role.ENTERPRISE).exists():
        # Who handles a firm's matters cannot be the firm as well.
        raise Refused("of_the_zone", _("This person works for the zone and cannot act for an enterprise."))
    if standing is not None and standing.enterprise_id != enterprise.pk:
        raise Refused("of_another", _("This account belongs to another enterprise. Open a new one."))
