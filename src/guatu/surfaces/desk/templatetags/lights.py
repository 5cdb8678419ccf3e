"""How is a light drawn? All eight in one place: shape first, colour second, the reason as spoken text."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

SIZES = (12, 16, 20, 28, 44)

# On a grid of 16: solid shapes for what is known, open rings for what is not.
_SHAPES: dict[str, SafeString] = {
    "done": mark_safe(
        '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
        '<path class="cut" d="M4.6 8.4l2.4 2.4 4.4-5" fill="none" stroke-width="1.9"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    ),
    "on_track": mark_safe('<circle cx="8" cy="8" r="6.5" fill="currentColor"/>'),
    "at_risk": mark_safe(
        '<path d="M8 1.8L15 14H1z" fill="currentColor" stroke="currentColor" stroke-width="1.4"'
        ' stroke-linejoin="round"/>'
    ),
    "behind": mark_safe('<rect x="2" y="2" width="12" height="12" rx="0.8" fill="currentColor"/>'),
    "stale": mark_safe(
        '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-dasharray="3.14 3.14"/>'
    ),
    "not_started": mark_safe(
        '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.3"/>'
    ),
    "kept": mark_safe(
        '<path d="M1.8 1.2h12.4v6.3c0 4.2-2.7 6.6-6.2 8.1-3.5-1.5-6.2-3.9-6.2-8.1z" fill="currentColor"/>'
    ),
    "broken": mark_safe(
        '<path d="M3 3l10 10M13 3L3 13" fill="none" stroke="currentColor" stroke-width="3.2"'
        ' stroke-linecap="square"/>'
    ),
}


def light_names() -> dict[str, str]:
    """The eight lights with their names in the reader's language, from the best to the worst known."""
    return {
        "done": _("done"),
        "on_track": _("on track"),
        "at_risk": _("at risk"),
        "behind": _("behind"),
        "kept": _("kept"),
        "broken": _("broken"),
        "not_started": _("not started"),
        "stale": _("stale"),
    }


@register.simple_tag
def light(state: str, reason: str = "", size: int = 16) -> SafeString:
    """The light as inline SVG, `size` px high, spoken as its name and its reason."""
    name = str(getattr(state, "value", state))
    if name not in _SHAPES or size not in SIZES:
        raise template.TemplateSyntaxError(f"no light {name!r} of {size} px")
    spoken = light_names()[name]
    return format_html(
        '<svg class="light light--{name} light--{size}" viewBox="0 0 16 16" width="{size}" height="{size}"'
        ' role="img" aria-label="{text}"><title>{text}</title>{shape}</svg>',
        name=name,
        size=size,
        text=_("%(light)s: %(reason)s") % {"light": spoken, "reason": reason} if reason else spoken,
        shape=_SHAPES[name],
    )


@register.simple_tag
def light_name(state: str) -> str:
    """The name of the light in the reader's language."""
    return light_names()[str(getattr(state, "value", state))]
