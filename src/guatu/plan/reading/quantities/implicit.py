"""Which targets are stated without a numeral: nothing of the kind happens, or everything is covered?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from guatu.plan.reading.model import Kind, Quantity, Span
from guatu.plan.reading.quantities.grammar import read_left
from guatu.plan.reading.quantities.polarity import polarity_of
from guatu.plan.reading.quantities.tense import Tenses

_NEVER = re.compile(
    r"(?<!未)(?P<word>不发生|不出现|零发生|杜绝发生)"
    r"(?P<what>[^,;。!?\n]{2,30}?(?:事故|事件|案件|问题|疫情|火灾))"
)
_WHOLE = re.compile(r"(?<!健)全覆盖(?![的”“\"工攻全城各所、])")
_ZERO = re.compile(r"零(?=(?:负担|事故|增长|发生|上访)”?[,;。!?\n])")
_SUBJECT = re.compile(r"[^,;。!?\n:]{2,60}$")
_FURTHEST = 60


@dataclass(frozen=True, slots=True)
class _Form:
    """What such a target says: kind, value and unit."""

    kind: Kind
    value: Decimal
    unit: str
    unit_norm: str


_NONE_HAPPENS = _Form("count", Decimal(0), "起", "count:起")
_ALL_COVERED = _Form("ratio", Decimal(100), "%", "percent")
_NOTHING_LEFT = _Form("level", Decimal(0), "", "number")


def find_implicit(text: str, plain: str, tenses: Tenses) -> Iterator[Quantity]:
    """Zero-tolerance and full-coverage targets, by kind and then in the order of the text."""
    for match in _NEVER.finditer(plain):
        yield _quantity(text, tenses, Span(*match.span("word")), match["what"], _NONE_HAPPENS)
    for match in _WHOLE.finditer(plain):
        subject = _subject_before(plain, match.start())
        if subject and not subject.endswith("“"):
            yield _quantity(text, tenses, Span(*match.span()), f"{subject}覆盖率", _ALL_COVERED)
    for match in _ZERO.finditer(plain):
        subject = _subject_before(plain, match.start())
        if subject:
            yield _quantity(text, tenses, Span(*match.span()), subject, _NOTHING_LEFT)


def _subject_before(plain: str, place: int) -> str:
    found = _SUBJECT.search(plain[max(0, place - _FURTHEST) : place])
    return read_left(found.group().rstrip("“")).subject if found else ""


def _quantity(text: str, tenses: Tenses, span: Span, subject: str, form: _Form) -> Quantity:
    polarity, reason = polarity_of(None, tenses, span.start, "", "")
    return Quantity(
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        subject=subject,
        kind=form.kind,
        comparator="=",
        value=form.value,
        value_hi=None,
        unit=form.unit,
        unit_norm=form.unit_norm,
        scale=Decimal(1),
        value_norm=form.value,
        polarity=polarity,
        reason=reason,
        implicit=True,
    )
