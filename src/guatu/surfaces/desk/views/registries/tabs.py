"""What stands round every page about one record: its name, its tabs, what may be done with it?"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guatu.kernel.access.rights import rights_of
from guatu.kernel.registry.declaration import Panel, Registry
from guatu.kernel.registry.models import Record

FILE = "file"
HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Tab:
    """A page about the record, and whether it is the one that is shown."""

    title: str
    address: str
    is_here: bool


def page_of(request: HttpRequest, registry: Registry, record: Record, here: str) -> dict[str, object]:
    """What the templates of all pages about a record are given; `here` is the tab that is shown."""
    rights = rights_of(request.user)
    return {
        "registry": registry,
        "record": record,
        "tabs": _tabs(registry, record, rights, here),
        "may_edit": registry.edit_right in rights,
        "usual": record.source_of(""),
    }


def panels_for(registry: Registry, rights: frozenset[str], *, in_file: bool) -> list[Panel]:
    """The panels of a registry that a reader with these rights has, under the file or as tabs."""
    return [
        panel
        for panel in registry.panels
        if panel.in_file is in_file and (not panel.right or panel.right in rights)
    ]


def _tabs(registry: Registry, record: Record, rights: frozenset[str], here: str) -> list[Tab]:
    of_record = [registry.slug, record.pk]
    file = reverse("desk:record", args=of_record)
    tabs = [Tab(pgettext("of a record", "File"), file, here == FILE)]
    if "documents.view" in rights:
        tabs.append(Tab(_("Documents"), f"{file}#documents", False))
    tabs += (
        Tab(str(panel.title), reverse("desk:record_panel", args=[*of_record, panel.name]), here == panel.name)
        for panel in panels_for(registry, rights, in_file=False)
    )
    tabs.append(Tab(_("History"), reverse("desk:record_history", args=of_record), here == HISTORY))
    return tabs
