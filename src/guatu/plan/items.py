"""Which kinds of items has a plan, and how are they named outside: "target-12", "task-3" …?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.plan.models import Identity, InstitutionMention, Item, ProjectMention, Target, Task

Row = Item | Identity

KINDS: dict[str, type[Item]] = {
    "target": Target,
    "task": Task,
    "project": ProjectMention,
    "institution": InstitutionMention,
}
ROWS: dict[str, type[Item] | type[Identity]] = {**KINDS, "identity": Identity}
_NAMES = {model: kind for kind, model in ROWS.items()}


def kind_of(row: Row) -> str:
    """The word for the sort of row: target, task, project, institution or identity."""
    return _NAMES[type(row)]


def ref_of(row: Row) -> str:
    """The id by which pages and changes know the row: "target-12"."""
    return f"{kind_of(row)}-{row.pk}"


def parse_ref(ref: str) -> tuple[type[Item] | type[Identity], int]:
    """The model and key that an id such as "target-12" names; anything else is refused."""
    kind, _dash, number = ref.partition("-")
    if kind not in ROWS or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise Refused("unknown_item", _("“%(item)s” is not an item of this plan.") % {"item": ref[:40]})
    return ROWS[kind], int(number)
