"""What can be asked of the published figures?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from guatu.kernel.measures.registry import Observation


def observe(codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
    """Nothing yet."""
    return {}
