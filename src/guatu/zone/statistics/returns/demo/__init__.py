"""Which returns has the demonstration zone? Of 400 invented firms; their sums are the published figures."""

from guatu.zone.statistics.returns.demo.firms import UNITS, Candidate
from guatu.zone.statistics.returns.demo.load import load_returns

__all__ = ["UNITS", "Candidate", "load_returns"]
