"""Which papers with figures did the zone get, from whom, and when were they recorded? No database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

FIGURES = Path(__file__).parent / "figures"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of published figures: published on a day, recorded later by an officer (username).

    `made` is what it says where it was not written by hand.
    """

    file: str
    name: str
    publisher: str
    published_on: date
    recorded_at: datetime
    recorded_by: str
    made: bytes = field(default=b"", repr=False)

    @property
    def content(self) -> bytes:
        """The file as it came."""
        return self.made or (FIGURES / self.file).read_bytes()


def read_papers() -> tuple[Paper, ...]:
    """The papers of 2018 and of the first half of 2019, in the order in which they were recorded."""
    index = tomllib.loads((FIGURES / "index.toml").read_text("utf-8"))
    return tuple(Paper(**document) for document in index["document"])
