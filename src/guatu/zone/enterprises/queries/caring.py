"""Who looks after an enterprise, and who did before?"""

from __future__ import annotations

from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.rules.caring import Care, cares


def cares_of(enterprise: Enterprise, field: str) -> list[Care]:
    """Everybody who is or was its `linked_leader` or `service_officer`, the oldest first."""
    known_as_of = enterprise.source_of(field)[1]
    return cares(enterprise.care_before, field, getattr(enterprise, f"{field}_id"), known_as_of)
