"""How are the records of this trade listed, found, imported, shown?"""

from guatu.zone.enterprises.registry.appointments import (
    BUDGET_REGISTRY,
    INSPECTION_REGISTRY,
    VISIT_REGISTRY,
)
from guatu.zone.enterprises.registry.enterprises import ENTERPRISES
from guatu.zone.enterprises.registry.groups import GROUP_REGISTRY

__all__ = ["BUDGET_REGISTRY", "ENTERPRISES", "GROUP_REGISTRY", "INSPECTION_REGISTRY", "VISIT_REGISTRY"]
