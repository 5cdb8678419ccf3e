"""How does Django know what is looked at, and when do the applications declare theirs?"""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    """What is looked at, and which backups were taken."""

    name = "guatu.kernel.health"
    label = "health"
    verbose_name = _("Health")

    def ready(self) -> None:
        """Reads the health.py of every installed application."""
        autodiscover_modules("health")
