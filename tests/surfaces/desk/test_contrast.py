"""Do the colours of the house reach AA, on paper and on slate?"""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[3] / "frontend" / "styles" / "tokens.css"
TEXT = ("ink", "ink-soft", "ink-faint", "accent", "accent-strong", "at-risk", "behind", "on-track", "grey")
GLYPHS = ("done", "on-track", "at-risk-glyph", "behind", "grey")
GROUNDS = ("paper", "paper-raised", "paper-sunk")


def themes() -> dict[str, dict[str, str]]:
    css = TOKENS.read_text("utf-8")
    blocks = {
        "light": re.search(r":root \{(.*?)\}", css, re.DOTALL),
        "dark": re.search(r'\n  \[data-theme="dark"\] \{(.*?)\}', css, re.DOTALL),
        "dark by the machine": re.search(r'not\(\[data-theme="light"\]\) \{(.*?)\}', css, re.DOTALL),
    }
    return {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", found[1]))
        for name, found in blocks.items()
        if found
    }


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it, from 1 to 21."""
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_readable_and_lights_are_seen(theme, ground):
    colours = themes()[theme]
    low = {name: contrast(colours[name], colours[ground]) for name in TEXT}
    assert {name: ratio for name, ratio in low.items() if ratio < 4.5} == {}
    assert all(contrast(colours[name], colours[ground]) >= 3 for name in GLYPHS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_lies_on_a_tint_is_readable(theme):
    colours = themes()[theme]
    pairs = (
        ("accent-on", "accent"),
        ("ink", "accent-tint-strong"),
        ("ink-soft", "accent-tint-strong"),
        ("accent-strong", "accent-tint"),
        ("ink", "changed-tint"),
        ("ink-soft", "behind-tint"),
        ("ink", "on-track-tint"),
    )
    assert {pair: ratio for pair in pairs if (ratio := contrast(*(colours[n] for n in pair))) < 4.5} == {}


def test_dark_is_one_theme_however_it_was_chosen():
    found = themes()
    assert found["dark"] == found["dark by the machine"]
    assert len(found["dark"]) > 15
