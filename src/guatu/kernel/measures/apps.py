"""How does Django know the store of numbers, and when do its triggers come onto the tables?"""

from __future__ import annotations

from pkgutil import resolve_name

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from guatu.kernel.measures import registry
from guatu.kernel.measures.triggers import install


class MeasuresConfig(AppConfig):
    """The numbers of all measures, kept as they were formed."""

    name = "guatu.kernel.measures"
    label = "measures"
    verbose_name = _("Measures")

    def ready(self) -> None:
        """Has stored measures read from the store, and watched tables get their triggers."""
        registry.read_from(resolve_name("guatu.kernel.measures.store:read"))  # models exist from here on
        resolve_name("guatu.kernel.measures.following:follow_commits")()
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="guatu.kernel.measures")


def _install_triggers(using: str, **others: object) -> None:
    install(using)
