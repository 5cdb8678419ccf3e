"""How does Django know the desk?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The pages of the staff."""

    name = "guatu.surfaces.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Has digests end with what waits on the desk."""
        compose = resolve_name("guatu.surfaces.desk.digest:desk_parts")  # models exist only from here on
        resolve_name("guatu.kernel.notifying.letters:register_composer")("desk", compose)
