"""By which parts is a text found? Pure.

Chinese has no spaces, and half of its words are of two characters: too short for PostgreSQL's trigrams,
which would look through every text. So a text is known by all pairs of neighbouring letters in it, and by
each single Chinese character; what has all pairs of a word is then looked through for the word itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

# Full-width letters and digits; full-width marks stay, because Chinese is set with them.
_NARROW = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_RUN = re.compile(r"[^\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
MAX_TERMS = 8
MAX_TERM = 60


def narrowed(text: str) -> str:
    """The text with its letters and digits in one width, and nothing that a database cannot hold."""
    return text.translate(_NARROW).replace("\x00", "")


def grams_of(text: str) -> set[str]:
    """All pairs of letters that stand side by side, and each Chinese character, in one width and case."""
    found: set[str] = set()
    for run in _RUN.findall(narrowed(text).casefold()):
        found.update(map("".join, pairwise(run)))
        found.update(_CHINESE.findall(run))
    return found


def terms_of(asked: str) -> list[str]:
    """The words of a search, all of which a text must have; those without a letter are left out."""
    words = (word[:MAX_TERM] for word in narrowed(asked).split())
    return [word for word in words if _RUN.search(word)][:MAX_TERMS]


def is_told_by_grams(term: str) -> bool:
    """Whether a text that has the grams of this word has the word: one of at most two letters."""
    return len(term) <= 2 and bool(_RUN.fullmatch(term)) and bool(grams_of(term))


@dataclass(frozen=True, slots=True)
class Hit:
    """A place of a text that a search found: the page, counted from 1, and the words around, lit or not."""

    page: int
    pieces: tuple[tuple[str, bool], ...]


def hits_in(text: str, terms: Iterable[str], *, most: int = 3, around: int = 36) -> Iterator[Hit]:
    """The first places where the words stand, those near each other as one."""
    pattern = _pattern(terms)
    if pattern is None:
        return
    end = -1
    for match in pattern.finditer(text):
        if match.start() < end:
            continue
        if most == 0:
            return
        most -= 1
        start = max(0, match.start() - around)
        end = min(len(text), match.end() + around)
        yield Hit(1 + text.count("\f", 0, match.start()), tuple(_lit(text[start:end], pattern)))


def _lit(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    at = 0
    for match in pattern.finditer(text):
        if match.start() > at:
            yield _flat(text[at : match.start()]), False
        yield _flat(match[0]), True
        at = match.end()
    if at < len(text):
        yield _flat(text[at:]), False


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    words = [re.escape(term) for term in terms]
    return re.compile("|".join(words), re.IGNORECASE) if words else None
