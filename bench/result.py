"""What does one benchmark say?"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One measured value beside its goal, and beside a peer or a floor measured in the same run."""

    name: str
    value: float
    unit: str
    # A sentence such as "≥ 0.92" or "< 60"; compared by `met`.
    goal: str
    # What the value is held against, and what that gave; empty and None where nothing can be had.
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None
    runs: int = 1
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None for a goal in words."""
        sign, _, bound = self.goal.partition(" ")
        try:
            limit = float(bound.replace(",", "").split()[0])
        except (ValueError, IndexError):
            return None
        checks = {
            "<": self.value < limit,
            "≤": self.value <= limit,
            ">": self.value > limit,
            "≥": self.value >= limit,
        }
        return checks.get(sign)

    def as_line(self) -> str:
        """The line for people."""
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        beside = (
            f"; {self.peer}: {_number(self.peer_value)} {self.unit}" if self.peer_value is not None else ""
        )
        ratio = f" (ratio {self.ratio:.3g})" if self.ratio is not None else ""
        said = f"{self.name}: {_number(self.value)} {self.unit}, goal {self.goal} {verdict}".rstrip()
        note = f"; {self.note}" if self.note else ""
        return f"{said}{beside}{ratio}; {self.runs} runs{note}"

    def as_json(self) -> dict[str, object]:
        """The object for machines."""
        return asdict(self)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}"
