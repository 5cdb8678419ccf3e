"""How does a value of a record look in a list or a file: said, not on record, or kept closely?"""

from collections.abc import Mapping

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guatu.kernel.registry.declaration import Panel
from guatu.kernel.registry.lists import Line
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.values import Shown

register = template.Library()

_CLASS_OF = {"number": "number", "day": "nowrap"}


@register.filter
def row_cells(line: Line, slug: str) -> SafeString:
    """The cells of a row of a list, the first of them the way to the record."""
    (_first, name), *others = line.cells
    address = reverse("desk:record", args=[slug, line.pk])
    head = format_html('<th scope="row"><a class="plans-title" href="{}">{}</a></th>', address, cell(name))
    rest = ((info.label, _CLASS_OF.get(info.kind, ""), cell(shown)) for info, shown in others)
    return head + format_html_join("", '<td data-label="{}" class="{}">{}</td>', rest)


@register.filter
def cell(shown: Shown) -> SafeString:
    """The value; a list has hundreds, so neither it nor its row is a template of its own."""
    if not shown.state:
        return conditional_escape(shown.text)
    if shown.state == "missing":
        return format_html('<span class="figure-missing">{}</span>', _("not on record"))
    why = _("Kept closely; your account does not show it.")
    return format_html('<span class="masked" title="{}">{}</span>', why, shown.text)


@register.simple_tag(takes_context=True)
def for_panel(context: Context, panel: Panel, given: Mapping[str, object]) -> SafeString:
    """What a trade shows of a record: its template with what it gave."""
    request = context.get("request")
    shown = {**given, "record": context.get("record"), "registry": context.get("registry")}
    return render_to_string(panel.template, shown, request if isinstance(request, HttpRequest) else None)


@register.filter
def paired(one: Record, other: Record) -> tuple[Record, Record]:
    """The two, to be gone through."""
    return one, other
