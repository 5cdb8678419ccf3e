"""How does Django know who may do what, and when do the trades say who sees their rows?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Departments, people, roles, rights and scopes."""

    name = "guatu.kernel.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Reads the scopes.py of every installed trade; asks to be called after each run of migrations."""
        resolve_name("guatu.kernel.access.own_scopes:declare_own")()
        autodiscover_modules("scopes")
        post_migrate.connect(_set_database_right, sender=self, dispatch_uid="guatu.kernel.access")


def _set_database_right(using: str, **others: object) -> None:
    connection = connections[using]
    connection.ensure_connection()
    # Models exist only after the applications are known.
    resolve_name("guatu.kernel.access.database_grants:set_right")(connection.connection)
