"""How does Django know the demonstration zone?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemonstrationConfig(AppConfig):
    """Which days of the invented zone were played."""

    name = "guatu.site.demo"
    label = "demonstration"
    verbose_name = _("Demonstration")
