"""What do the pages of signing in say that the installation decides?"""

from django import template
from django.conf import settings

from guatu.kernel.access.signing_in.sittings import device_of

register = template.Library()


@register.simple_tag
def access_help() -> str:
    """Whom to ask about an account, in the zone's own words (`GUATU_ACCESS_HELP`); nothing if not set."""
    return str(settings.ACCESS_HELP)


@register.filter
def device(user_agent: str) -> str:
    """Browser and system in two words."""
    return device_of(user_agent)
