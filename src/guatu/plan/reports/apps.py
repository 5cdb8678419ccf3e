"""How does Django know the reports?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What the records say, as official documents."""

    name = "guatu.plan.reports"
    label = "reports"
    verbose_name = _("Reports")
