"""What has the demonstration zone of enterprises? All invented, the same every time."""

from guatu.zone.enterprises.demo.entities import (
    COUNT,
    LISTS,
    load_enterprises,
    made_entities,
    make_enterprises,
)
from guatu.zone.enterprises.demo.work import enterprises_of_the_year, load_work

__all__ = [
    "COUNT",
    "LISTS",
    "enterprises_of_the_year",
    "load_enterprises",
    "load_work",
    "made_entities",
    "make_enterprises",
]
