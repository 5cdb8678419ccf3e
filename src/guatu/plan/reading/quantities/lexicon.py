"""Which words does the grammar of quantities know: the data files of ../lexicon, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def load_lexicon(name: str) -> dict[str, dict[str, list[str]]]:
    """The tables of lexicon/`name`.toml."""
    source = files("guatu.plan.reading").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def words(table: str, *keys: str) -> list[str]:
    """The words of quantity_words.toml under [table] `keys`, longest first; all keys when none is given."""
    entries = load_lexicon("quantity_words")[table]
    chosen = keys or tuple(entries)
    return sorted({word for key in chosen for word in entries[key]}, key=lambda word: (-len(word), word))


def one_of(items: Iterable[str]) -> str:
    """A regular expression for one of the words, longest first. A word may itself be an expression."""
    return "(?:" + "|".join(sorted(items, key=lambda word: (-len(word), word))) + ")"


def pattern(table: str, *keys: str) -> str:
    """`one_of` the words of a table."""
    return one_of(words(table, *keys))


def compiled(expression: str) -> re.Pattern[str]:
    """The compiled expression."""
    return re.compile(expression)
