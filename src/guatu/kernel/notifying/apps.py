"""How does Django know the notices, and when do the trades say of what they tell?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotifyingConfig(AppConfig):
    """What people are told."""

    name = "guatu.kernel.notifying"
    label = "notifying"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Reads the telling.py of every installed application; listens to jobs that fail."""
        autodiscover_modules("telling")
        post_save.connect(
            resolve_name("guatu.kernel.notifying.telling:tell_of_failure"),
            sender=resolve_name("guatu.kernel.jobs.models:Failure"),
            dispatch_uid="guatu.kernel.notifying",
        )
