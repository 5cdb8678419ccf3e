"""Which database does an address name?"""

from typing import TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from guatu.site.trouble import TroubleError

SCHEMES = ("postgres", "postgresql")


class DatabaseSettings(TypedDict):
    """The parts of an address as Django's DATABASES wants them."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    OPTIONS: dict[str, object]


def read_database_url(url: str) -> DatabaseSettings:
    """Returns Django's settings for a PostgreSQL address; a folder in `?host=` means a local socket."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise TroubleError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}://.")
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "") or parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "guatu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "OPTIONS": options,
    }
