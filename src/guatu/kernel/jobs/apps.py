"""How does Django know the jobs, and when do the applications declare theirs?"""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """What is kept of jobs that did not succeed; the queue itself is procrastinate's."""

    name = "guatu.kernel.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Reads the jobs.py of every installed application."""
        autodiscover_modules("jobs")
