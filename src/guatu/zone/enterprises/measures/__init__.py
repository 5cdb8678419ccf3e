"""Which numbers do the enterprises offer, counted from their records?

They stand beside what an authority publishes (`market_entities`, `high_tech_firms` of the catalogue …), never
in its place.
"""

from guatu.kernel.measures import registry
from guatu.zone.enterprises.measures import entities, steps, tracing, visits
from guatu.zone.enterprises.measures.entities import CLOSED, NEW, STOCK

__all__ = ["CLOSED", "NEW", "STOCK", "register_measures"]


def register_measures() -> None:
    """Makes all of them known, with the records as their source."""
    for part in (entities, visits, steps):
        for measure in part.ALL:
            registry.register(measure, part.observe, tracer=tracing.TRACER)
