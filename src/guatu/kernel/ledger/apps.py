"""When do the triggers come onto the tables? After every migration, on all of them."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate

from guatu.kernel.ledger.installation import refuse_unusable_settings
from guatu.kernel.ledger.triggers import install


class LedgerConfig(AppConfig):
    """Keeps the triggers as the tables are."""

    name = "guatu.kernel.ledger"

    def ready(self) -> None:
        """Refuses unusable settings; asks to be called after the migrations of each run."""
        refuse_unusable_settings()
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="guatu.kernel.ledger")


def _install_triggers(using: str, **others: object) -> None:
    connection = connections[using]
    connection.ensure_connection()
    install(connection.connection, settings.LEDGER_POLICY)
