"""How does Django know the enterprises, and who counts them?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """The market entities of the zone, one file each."""

    name = "guatu.zone.enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        """Registers stock and flow of market entities as measures."""
        resolve_name("guatu.zone.enterprises.measures:register_measures")()  # models exist only from here on
