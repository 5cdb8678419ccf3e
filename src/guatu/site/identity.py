"""Through which identity provider may people sign in, as the environment names it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict
from urllib.parse import urlsplit

from guatu.site.trouble import TroubleError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# By this key django-allauth finds the provider, and so does kernel.access.signing_in.identity_provider.
PROVIDER = "zone"


class IdentityProvider(TypedDict):
    """One client of an OpenID Connect provider, as django-allauth wants it."""

    provider_id: str
    name: str
    client_id: str
    secret: str
    settings: dict[str, object]


def read_identity_provider(environment: Mapping[str, str]) -> IdentityProvider | None:
    """Returns the provider that GUATU_OIDC_ISSUER, _CLIENT_ID, _SECRET and _NAME describe; None without."""
    issuer = environment.get("GUATU_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise TroubleError(
            "GUATU_OIDC_ISSUER must begin with https://: over plain http anybody could be anybody."
        )
    missing = [name for name in ("GUATU_OIDC_CLIENT_ID", "GUATU_OIDC_SECRET") if not environment.get(name)]
    if missing:
        raise TroubleError(f"GUATU_OIDC_ISSUER is set, but {' and '.join(missing)} is not.")
    return {
        "provider_id": PROVIDER,
        "name": environment.get("GUATU_OIDC_NAME") or parts.netloc,
        "client_id": environment["GUATU_OIDC_CLIENT_ID"],
        "secret": environment["GUATU_OIDC_SECRET"],
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
