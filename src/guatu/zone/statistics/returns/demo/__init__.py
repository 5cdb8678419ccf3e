"""Which returns has the demonstration zone? Of 400 invented firms; their sums are the published figures."""

from guatu.zone.statistics.returns.demo.amounts import Published
from guatu.zone.statistics.returns.demo.firms import UNITS, Candidate
from guatu.zone.statistics.returns.demo.year import Sources, returns_of_the_year

__all__ = ["UNITS", "Candidate", "Published", "Sources", "returns_of_the_year"]
