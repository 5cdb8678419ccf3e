"""How does Django know the enterprises, and who counts them?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.enterprises import register_owner
from guatu.kernel.directory import register_directory


class EnterprisesConfig(AppConfig):
    """The market entities of the zone, one file each."""

    name = "guatu.zone.enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        """Registers the trade's measures, the directory of enterprises, and who acts for which."""
        # Models exist only from here on.
        resolve_name("guatu.zone.enterprises.measures:register_measures")()
        register_directory(resolve_name("guatu.zone.enterprises.directory:DIRECTORY"))
        register_owner(resolve_name("guatu.zone.enterprises.queries:enterprise_of"))
