"""How are names compared and found, whatever their width and marks, by characters or by pinyin? Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pkgutil import resolve_name
from typing import cast

_MARKS = re.compile(r"[\W_]+")
_BLADE = re.compile(r"^([zcs])h")
_ENDING = re.compile(r"ng$")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def folded(text: str) -> str:
    """The text in one width and case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def plain_text(text: str) -> str:
    """The text without width, case, spaces and marks: what two spellings of one name have in common."""
    return _MARKS.sub("", folded(text))


@lru_cache(maxsize=50_000)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of a text without tones, one syllable a character; other letters stay together."""
    return tuple(_spell()(plain_text(text)))


@lru_cache(maxsize=50_000)
def sounds(text: str) -> str:
    """How a text is said by who does not tell zh from z, ch from c, sh from s, -ng from -n (模糊音)."""
    return "".join(_ENDING.sub("n", _BLADE.sub(r"\1", syllable)) for syllable in syllables(text))


def search_text(texts: Iterable[str]) -> str:
    """What a search looks through: each text, and of Chinese ones the initials and the whole pinyin."""
    found: list[str] = []
    for text in texts:
        if not text:
            continue
        found.append(folded(text))
        if _CHINESE.search(text):
            spelled = syllables(text)
            found += ["".join(syllable[0] for syllable in spelled if syllable), "".join(spelled)]
    return " ".join(dict.fromkeys(found))


def search_terms(asked: str) -> list[str]:
    """The words that a record must have, all of them; at most eight, since no name has more."""
    return folded(asked)[:200].split()[:8]


@cache
def _spell() -> Callable[[str], list[str]]:
    """The speller with its phrases (重庆 chong, 重要 zhong), looked up where something is first spelled.

    They take some 55 MB, and most processes only read.
    """
    return cast("Callable[[str], list[str]]", resolve_name("pypinyin:lazy_pinyin"))
