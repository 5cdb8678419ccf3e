"""Which states can a light have, and which of them want attention first."""

from __future__ import annotations

from enum import StrEnum


class Light(StrEnum):
    """The state of a target; the value is the name used in pages, styles and exports."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    STALE = "stale"
    NOT_STARTED = "not_started"
    KEPT = "kept"
    BROKEN = "broken"

    @property
    def urgency(self) -> int:
        """Rank for sorting: 0 wants attention first."""
        return _URGENCY.index(self)


_URGENCY = [
    Light.BROKEN,
    Light.BEHIND,
    Light.AT_RISK,
    Light.STALE,
    Light.NOT_STARTED,
    Light.ON_TRACK,
    Light.KEPT,
    Light.DONE,
]
