"""How does Django know the statistics, and who answers for the measures of the catalogue?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guatu.kernel.measures import registry
from guatu.zone.statistics.catalogue import load_catalogue


class StatisticsConfig(AppConfig):
    """Published figures: what the statistics bureau, the tax office, customs and others say of the zone."""

    name = "guatu.zone.statistics"
    label = "statistics"
    verbose_name = _("Statistics")

    def ready(self) -> None:
        """Registers the measures: the catalogue's with published figures as source, and the returns'."""
        observe = resolve_name("guatu.zone.statistics.queries:observe")  # models exist only from here on
        for measure in load_catalogue():
            registry.register(measure, observe)
        resolve_name("guatu.zone.statistics.returns.measures:register_measures")()
        resolve_name("guatu.zone.statistics.returns.burden:declare_forms")()
