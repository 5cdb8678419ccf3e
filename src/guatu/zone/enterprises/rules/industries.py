"""Which industries are there, and which does a code mean? GB/T 4754, sections and divisions. Pure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

EDITION = "2017"
_FILE = Path(__file__).with_name("industries.toml")
_CODE = re.compile(r"([A-Ta-t])?\s*(\d{2,4})?")


@dataclass(frozen=True, slots=True)
class Industry:
    """A section (A to T) or a division (two digits) of the classification."""

    code: str
    name_zh: str
    name_en: str = ""


class _Section(TypedDict):
    zh: str
    en: str
    divisions: dict[str, str]


@cache
def sections(edition: str = EDITION) -> dict[str, Industry]:
    """The sections by their letters."""
    return {letter: Industry(letter, row["zh"], row["en"]) for letter, row in _read(edition).items()}


@cache
def divisions(edition: str = EDITION) -> dict[str, Industry]:
    """The divisions by their two digits; their code has the letter of their section in front."""
    return {
        number: Industry(letter + number, name)
        for letter, row in _read(edition).items()
        for number, name in row["divisions"].items()
    }


def tidy_industry(text: str) -> str:
    """A code as it is kept, C3511: the letter in front, whatever stands behind left out; else as written."""
    match = _CODE.match(text.strip())
    letter, digits = (match[1] or "").upper() if match else "", match[2] or "" if match else ""
    division = divisions().get(digits[:2])
    if division is not None and letter in ("", division.code[0]):
        return division.code[0] + digits
    if letter and not digits and not text.strip()[1:2].isalnum():
        return letter
    return text.strip()


def is_industry(code: str, edition: str = EDITION) -> bool:
    """Whether a tidied code stands in the classification, as far as its division."""
    if code in sections(edition):
        return True
    division = divisions(edition).get(code[1:3])
    return division is not None and division.code == code[:3] and code[1:].isdigit() and len(code) <= 5


def industry_in_words(code: str) -> str:
    """The code with the name of its division, or of its section: C3511 专用设备制造业."""
    found = divisions().get(code[1:3]) or sections().get(code[:1])
    return f"{code} {found.name_zh}" if found else code


@cache
def _read(edition: str) -> dict[str, _Section]:
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    return dict(tables["edition"][edition])
