"""How does Django know the plan?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """The plan: documents, what was read from them, who answers for it."""

    name = "guatu.plan"
    label = "plan"
    verbose_name = _("Plan")
