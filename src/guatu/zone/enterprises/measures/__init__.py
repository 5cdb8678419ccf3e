"""Which numbers do the enterprises offer, counted from their records?

They stand beside what an authority publishes (`market_entities`, `high_tech_firms` of the catalogue …), never
in its place.
"""

from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Source
from guatu.kernel.measures.watching import Watch
from guatu.zone.enterprises.measures import entities, steps, tracing, visits
from guatu.zone.enterprises.measures.entities import CLOSED, NEW, STOCK

__all__ = ["CLOSED", "NEW", "STOCK", "register_measures"]


def register_measures() -> None:
    """Makes all of them known, with the records as their source."""
    for source, topic, watches in (
        (entities.observe, entities.TOPIC, entities.WATCHES),
        (visits.observe, visits.TOPIC, visits.WATCHES),
        (steps.observe_entries, steps.ENTRY_TOPIC, steps.ENTRY_WATCHES),
    ):
        for measure in source.measures:
            _register(measure, source, topic, watches)
    for measure in steps.TITLE_MEASURES:
        _register(measure, steps.observe_titles, steps.TITLE_TOPIC, steps.TITLE_WATCHES)


def _register(measure: Measure, source: Source, topic: str, watches: tuple[Watch, ...]) -> None:
    registry.register(
        measure, source, topic=topic, watches=watches, moved_by_time=True, tracer=tracing.TRACER
    )
