"""What has the demonstration zone of enterprises? All invented, the same every time."""

from guatu.zone.enterprises.demo.entities import COUNT, LISTS, load_enterprises, make_enterprises
from guatu.zone.enterprises.demo.work import load_work

__all__ = ["COUNT", "LISTS", "load_enterprises", "load_work", "make_enterprises"]
