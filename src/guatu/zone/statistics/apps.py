"""How does Django know the statistics, and who answers for the measures of the catalogue?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guatu.kernel.measures import registry
from guatu.kernel.measures.watching import Watch
from guatu.zone.statistics.catalogue import load_catalogue

# A figure counts from the day on which it was published; a withdrawal touches all that came with the file.
WATCHES = (
    Watch(
        table="statistics_publishedfigure",
        columns=("measure", "period", "level", "amount", "missing_reason", "growth", "comparable_base"),
        topic="'figure:' || r.measure",
        recorded=("r.recorded_at", "r.published_on::timestamp AT TIME ZONE 'Asia/Shanghai'"),
    ),
    Watch(
        table="statistics_figureimport",
        columns=("state", "withdrawn_at"),
        topic="'figure:' || f.measure",
        recorded=("r.withdrawn_at",),
        joined="JOIN statistics_publishedfigure f ON f.figure_import_id = r.id",
    ),
)


class StatisticsConfig(AppConfig):
    """Published figures: what the statistics bureau, the tax office, customs and others say of the zone."""

    name = "guatu.zone.statistics"
    label = "statistics"
    verbose_name = _("Statistics")

    def ready(self) -> None:
        """Registers the measures: the catalogue's with published figures as source, and the returns'."""
        observe = resolve_name("guatu.zone.statistics.queries:observe")  # models exist only from here on
        figures = resolve_name("guatu.zone.statistics.tracing:FIGURES")
        for measure in load_catalogue():
            registry.register(
                measure, observe, topic=f"figure:{measure.code}", watches=WATCHES, tracer=figures
            )
        returns = resolve_name("guatu.zone.statistics.returns.tracing:RETURNS")
        resolve_name("guatu.zone.statistics.returns.measures:register_measures")(returns)
        resolve_name("guatu.zone.statistics.returns.burden:declare_forms")()
