"""How does Django know the burden meter?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BurdenConfig(AppConfig):
    """What people have to type, counted."""

    name = "guatu.kernel.burden"
    label = "burden"
    verbose_name = _("Burden meter")
