"""Where is the page of the record that a paper belongs to?"""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse

from guatu.kernel.documents.subjects import label_of
from guatu.kernel.registry.declaration import all_registries

PANEL = "documents"


def record_address(record: Model) -> str:
    """The page of the record, "" where it has none of its own."""
    label = label_of(type(record))
    for registry in all_registries():
        if label_of(registry.model) == label:
            return reverse("desk:record", args=[registry.slug, record.pk])
    return ""


def panel_address(record: Model) -> str:
    """The papers on the page of the record; all papers where it has no page."""
    page = record_address(record)
    return f"{page}#{PANEL}" if page else reverse("desk:documents")
