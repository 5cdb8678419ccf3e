"""Who may read which class of field? One table that people can review."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum


class FieldClass(StrEnum):
    """How closely a field is kept."""

    OPEN = "open"  # may be published
    INTERNAL = "internal"  # everybody who may open the registry
    PERSONAL = "personal"  # 个人信息保护法 art. 4, 28: of one person; shown masked to others
    COMMERCIAL = "commercial"  # a business secret of whom it speaks of
    RESTRICTED = "restricted"  # named people only


# The right that reading a class takes beside that of the registry.
RIGHT_TO_READ: Mapping[FieldClass, str] = {
    FieldClass.PERSONAL: "fields.personal",
    FieldClass.COMMERCIAL: "fields.commercial",
    FieldClass.RESTRICTED: "fields.restricted",
}
ALL_CLASSES = frozenset(FieldClass)


def readable_classes(rights: Collection[str]) -> frozenset[FieldClass]:
    """The classes of fields that somebody with these rights reads in full."""
    return frozenset(c for c in FieldClass if c not in RIGHT_TO_READ or RIGHT_TO_READ[c] in rights)


def masked(text: str, field_class: FieldClass) -> str:
    """What those see who may not read the field: how one would be addressed, and no more.

    Of a personal field the first character and, of a number, the last two stay, so that somebody who knows it
    already can tell which it is; of the others nothing does.
    """
    if field_class is not FieldClass.PERSONAL or len(text) < 2:
        return "•••"
    end = text[-2:] if len(text) >= 8 else ""
    return f"{text[0]}•••{end}"
