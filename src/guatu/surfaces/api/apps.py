"""How does Django know the API?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.signing_in.ways_in import declare_way_in


class ApiConfig(AppConfig):
    """The interface for other programs."""

    name = "guatu.surfaces.api"
    label = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        """Says how keys are shut when an account's sign-ins are ended."""
        # Models exist only once Django is set up, so what uses them is looked up by its name.
        declare_way_in("api.key", resolve_name("guatu.surfaces.api.actions:revoke_keys_of"))
