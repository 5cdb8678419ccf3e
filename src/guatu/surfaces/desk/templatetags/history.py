"""How is the history of a record shown?  {% history_of target %}"""

from collections.abc import Iterable

from django import template
from django.db.models import Model
from django.utils.translation import gettext as _

from guatu.kernel.access.queries import Asked, acted_for
from guatu.kernel.ledger import history
from guatu.kernel.ledger.history import HistoryEntry, Proof
from guatu.kernel.registry.history import Told

register = template.Library()


@register.inclusion_tag("desk/history.html")
def history_of(record: Model, title: str = "") -> dict[str, object]:
    """The section with what the ledger says of a record without fields of closer classes, newest first."""
    place = f"history-{record._meta.model_name}"
    events = history.history_of(record, may_read=lambda name: True)
    return {"events": events, "title": title or _("History"), "place": place}


@register.simple_tag
def in_whose_place(entries: Iterable[HistoryEntry]) -> dict[Asked, str]:
    """For each entry's request in which its actor was a deputy, the name of the person who was away."""
    return acted_for((entry.request, entry.actor) for entry in entries)


@register.filter
def of_request(places: dict[Asked, str], entry: HistoryEntry) -> str:
    """In whose place the entry was written; "" for most."""
    return places.get((entry.request, entry.actor), "")


@register.filter
def entries_of(told: Iterable[Told]) -> list[HistoryEntry]:
    """The entries of the ledger behind what is told of a record."""
    return [each.entry for each in told]


@register.filter
def proof_sentence(proof: Proof) -> str:
    """What the state of the proof means."""
    sentences = {
        Proof.WAITING: _("recorded, not sealed yet"),
        Proof.SEALED: _("as it was sealed"),
        Proof.ALTERED: _("NOT what was sealed"),
    }
    return sentences[proof]


@register.filter
def operation(op: str) -> str:
    """What was done to the row."""
    words = {
        "found": _("was there before the ledger"),
        "insert": _("created"),
        "update": _("changed"),
        "delete": _("removed"),
    }
    return words[op]
