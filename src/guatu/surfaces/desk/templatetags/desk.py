"""How do the desk's templates show the theme, and where they are?"""

from django import template
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.template import Context

from guatu.kernel.access.naming import person_name

register = template.Library()

THEMES = ("light", "dark")


@register.simple_tag(takes_context=True)
def theme(context: Context, default: str = "") -> str:
    """Which theme the reader chose, "light" or "dark"; `default` where none was chosen."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if isinstance(request, HttpRequest) else ""
    return chosen if chosen in THEMES else default


@register.simple_tag(takes_context=True)
def here(context: Context, *names: str) -> str:
    """The value of aria-current: "page" where the page shown has one of these url names, else nothing."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return "page" if match and match.view_name in names else ""


@register.filter
def person(user: AbstractBaseUser | None) -> str:
    """The person's name as people say it; nothing for nobody."""
    return person_name(user) if user else ""
