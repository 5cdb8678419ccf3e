"""In which normal unit does a unit count that a person wrote (亿元 is CNY × 100,000,000)?"""

from __future__ import annotations

import re
from decimal import Decimal

from guatu.base.errors import GuatuError
from guatu.base.quantities import unit

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_SCALES |= {"亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_SCALED = re.compile(r"(万亿|[十百千]?[万亿]|[十百千])(.*)")


def normal_unit(written: str) -> tuple[str, Decimal]:
    """The code of the normal unit, and how many of it one `written` unit is; GuatuError for no known unit."""
    match = _SCALED.fullmatch(written.strip())
    if match:
        try:
            return unit(match.group(2)).code, Decimal(_SCALES[match.group(1)])
        except GuatuError:
            pass
    return unit(written).code, Decimal(1)
