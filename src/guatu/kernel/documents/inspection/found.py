"""What do the inspections of single kinds say to each other?"""

from __future__ import annotations

from dataclasses import dataclass, field


class NotTaken(Exception):  # noqa: N818 - reads as a sentence: raise NotTaken
    """The file breaks a rule so that looking further is needless; `code` is that of the rule."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Found:
    """The kind of a file, what was found in it (codes of rules), its pages with their sizes in points."""

    kind: str
    codes: set[str] = field(default_factory=set)
    pages: int | None = None
    sizes: tuple[tuple[int, int], ...] = ()
