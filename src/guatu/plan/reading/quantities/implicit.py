"""Which targets are stated without a numeral: nothing of the kind happens, or everything is covered?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from guatu.plan.reading.model import Quantity
from guatu.plan.reading.quantities.grammar import read_left
from guatu.plan.reading.quantities.tense import Tenses

_NEVER = re.compile(
    r"(?P<word>不发生|不出现|零发生|杜绝发生)(?P<what>[^,;。!?\n]{2,30}?(?:事故|事件|案件|问题|疫情|火灾))"
)
_WHOLE = re.compile(
    r"(?P<what>[^,;。!?\n:、]{2,40}(?:、[^,;。!?\n:、]{1,12})*)(?<!健)(?P<word>全覆盖)(?![的”“\"工攻全城各所])"
)
_ZERO = re.compile(r"(?P<what>[^,;。!?\n:]{2,30})“?(?P<word>零)(?:负担|事故|增长|发生|上访)”?(?=[,;。!?\n])")


def find_implicit(text: str, plain: str, tenses: Tenses) -> Iterator[Quantity]:
    """Zero-tolerance and full-coverage targets in the order of the text."""
    for match in _NEVER.finditer(plain):
        yield _quantity(text, tenses, match, match["what"], "count", Decimal(0), "起", "count:起")
    for match in _WHOLE.finditer(plain):
        subject = read_left(match["what"]).subject
        if subject and "“" not in subject:
            yield _quantity(text, tenses, match, f"{subject}覆盖率", "ratio", Decimal(100), "%", "percent")
    for match in _ZERO.finditer(plain):
        subject = read_left(match["what"].rstrip("“")).subject
        yield _quantity(text, tenses, match, subject, "level", Decimal(0), "", "number")


def _quantity(
    text: str,
    tenses: Tenses,
    match: re.Match[str],
    subject: str,
    kind: str,
    value: Decimal,
    unit: str,
    norm: str,
) -> Quantity:
    start, end = match.span("word")
    achieved = tenses.at(start) == "past"
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        subject=subject,
        kind=kind,  # type: ignore[arg-type]
        comparator="=",
        value=value,
        value_hi=None,
        unit=unit,
        unit_norm=norm,
        scale=Decimal(1),
        value_norm=value,
        polarity="achievement" if achieved else "target",
        reason="last year" if achieved else None,
        implicit=True,
    )
