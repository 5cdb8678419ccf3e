"""What is a data element called? Pure, no Django."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import cast


@cache
def element_names() -> dict[str, tuple[str, str]]:
    """The Chinese and the English name of each data element by its code."""
    table = tomllib.loads(Path(__file__).with_name("elements.toml").read_text("utf-8"))
    return {code: cast("tuple[str, str]", tuple(names)) for code, names in table.items()}
