"""How does Django know who may do what, and when do the trades say who sees their rows?"""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Departments, people, roles, rights and scopes."""

    name = "guatu.kernel.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Reads the scopes.py of every installed trade, which says who sees its rows."""
        autodiscover_modules("scopes")
