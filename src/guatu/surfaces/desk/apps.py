"""How does Django know the desk?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The pages of the staff."""

    name = "guatu.surfaces.desk"
    label = "desk"
    verbose_name = _("Desk")
