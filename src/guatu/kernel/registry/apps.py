"""How does Django know the registries, and when do the trades declare theirs?"""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """What all registries share: saved views and imports."""

    name = "guatu.kernel.registry"
    label = "registry"
    verbose_name = _("Registries")

    def ready(self) -> None:
        """Reads the registry.py of every installed trade, which declares its registries."""
        autodiscover_modules("registry")
