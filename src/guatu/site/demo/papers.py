"""Which papers with figures did the zone get, from whom, and when were they recorded? No database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

FIGURES = Path(__file__).parent / "figures"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of published figures: published on a day, recorded later by an officer (username)."""

    file: str
    name: str
    publisher: str
    published_on: date
    recorded_at: datetime
    recorded_by: str

    @property
    def content(self) -> bytes:
        """The file as it came."""
        return (FIGURES / self.file).read_bytes()


def read_papers() -> tuple[Paper, ...]:
    """All papers in the order in which they were recorded."""
    index = tomllib.loads((FIGURES / "index.toml").read_text("utf-8"))
    return tuple(Paper(**document) for document in index["document"])
