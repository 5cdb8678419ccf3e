"""How are the papers of a record shown on its page?  {% include "desk/documents.html" with of=record %}"""

from __future__ import annotations

from typing import cast

from django import template
from django.conf import settings
from django.db.models import Model
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.kernel.documents.acceptance import KINDS, RULES
from guatu.kernel.documents.models import Kept, PaperKind
from guatu.kernel.documents.queries import papers_of
from guatu.kernel.documents.subjects import label_of
from guatu.kernel.ledger.history import HistoryEntry
from guatu.surfaces.desk.views.uploads import MEGABYTE

register = template.Library()


@register.simple_tag(takes_context=True)
def papers_on(context: Context, record: Model) -> dict[str, object]:
    """What the panel shows: the papers, and what it takes to hand one in; empty for who sees no papers."""
    rights = cast("frozenset[str]", context["rights"])
    if "documents.view" not in rights:
        return {}
    limit = settings.UPLOAD_MAX_BYTES
    address = [*label_of(type(record)).split("."), record.pk]
    return {
        "papers": papers_of(record, rights),
        "may_add": "documents.add" in rights,
        "add_address": reverse("desk:documents_add", args=address),
        "panel_address": reverse("desk:documents_panel", args=address),
        "kinds": PaperKind.choices,
        "classes": Kept.choices,
        "accept": ",".join(ending for kind in KINDS.values() for ending in kind.endings),
        "limit": limit,
        "limit_mb": limit // MEGABYTE,
        "too_large": _(RULES["too_large"].sentence) % {"limit": limit // MEGABYTE},
    }


@register.filter
def kind_of_file(code: str) -> str:
    """What a kind of file is called, in the reader's language."""
    return _(KINDS[code].name) if code in KINDS else code


@register.filter
def deed(entry: HistoryEntry) -> str:
    """What was done, in words."""
    words = {
        "documents.attach": _("handed in"),
        "documents.add_version": _("new version handed in"),
        "documents.describe": _("described anew"),
        "documents.withdraw": _("withdrawn"),
        "documents.restore": _("restored"),
    }
    return words.get(entry.verb, entry.verb)
