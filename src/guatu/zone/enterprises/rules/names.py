"""Which part of an enterprise's name tells it from others? Pure."""

from __future__ import annotations

import re
import unicodedata

_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|个人独资企业|合伙企业|普通合伙|有限合伙|专业合作社|"
    r"集团公司|总公司|分公司|公司|集团|工厂|商行|经营部|个体工商户)+$"
)
_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_MARKS = re.compile(r"[\W_]+")


def core_name(name: str) -> str:
    """The name without legal form, brackets, marks and width; the whole name where nothing would be left."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    whole = _MARKS.sub("", plain)
    core = _FORM.sub("", _MARKS.sub("", _BRACKETS.sub("", plain)))
    return core if len(core) > 1 else whole
