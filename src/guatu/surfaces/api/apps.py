"""How does Django know the API?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The interface for other programs."""

    name = "guatu.surfaces.api"
    label = "api"
    verbose_name = _("API")
