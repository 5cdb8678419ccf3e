"""Which words does the reader go by: TOML files with comments, and how they are loaded."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def load_lexicon(name: str) -> dict[str, list[str]]:
    """The word lists of lexicon/NAME.toml by their keys."""
    text = files("guatu.plan.reading.lexicon").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
