"""How does one sign in through the zone's own identity provider (OpenID Connect), and as whom?

django-allauth asks the provider (code flow with PKCE) and this module decides whose account it is: the one
that was tied to the provider's subject before; else, the first time, the one account whose e-mail address is
the address that the provider says it has verified. Nobody else comes in, and no account is made. A user name
at the provider is no proof: it may be given to somebody else (OpenID Connect Core 1.0, 5.7).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from guatu.kernel.access.signing_in.adapters import refuse, stop
from guatu.kernel.access.signing_in.lockout import count_failure, is_locked
from guatu.kernel.ledger.context import action

logger = logging.getLogger(__name__)

PROVIDER = "zone"
# Only signatures by a private key: a shared secret would let us sign for the provider.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# By how much the provider's clock may differ.
LEEWAY_S = 60
SIGNING_IN = "guatu_signing_in"


class ZoneAdapter(OpenIDConnectOAuth2Adapter):
    """Talks with the provider."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back to; it must be registered there."""
        return str(build_absolute_uri(request, reverse("oidc_callback")))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Mapping[str, str]
    ) -> SocialLogin:
        """The sign-in of the account that the provider's answer stands for; opens that person's action."""
        try:
            login: SocialLogin = super().complete_login(request, app, token, **kwargs)
        except KeyError as missing:
            raise OAuth2Error(f"the identity provider's answer lacks {missing}") from missing
        claims = login.account.extra_data
        user = _account_of(request, login.account, claims)
        login.account.extra_data = {"iss": claims["iss"], "sub": claims["sub"]}
        _tie(user, login.account)
        # From here to the end of the request everything is done by the one who signs in.
        getattr(request, SIGNING_IN).enter_context(action("access.sign_in", by=user))
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, object]:
        # The library trusts a token that came straight from the provider; its signature is checked here too.
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            claims = _verified(id_token, answer.json()["keys"], self.openid_config["issuer"], app.client_id)
        except jwt.PyJWTError as wrong:
            raise OAuth2Error(f"the identity provider's token is not good: {wrong}") from wrong
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the identity provider's token is for another client")
        return claims


class ZoneProvider(OpenIDConnectProvider):
    """What is read from the provider's answer."""

    id = PROVIDER
    oauth2_adapter_class = ZoneAdapter

    def get_login_url(self, request: HttpRequest, **kwargs: str) -> str:
        """Where signing in with the provider begins."""
        return reverse("oidc_sign_in")

    def get_callback_url(self) -> str:
        """Where it ends."""
        return reverse("oidc_callback")

    def extract_uid(self, data: Mapping[str, Mapping[str, str]]) -> str:
        """The subject together with its issuer: another provider's subjects are other people."""
        claims = _claims(data)
        return f"{claims['iss']} {claims['sub']}"

    def extract_extra_data(self, data: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
        """The claims, for deciding; only issuer and subject are kept."""
        return _claims(data)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, object]:
        """What is asked of the provider; nothing of it can be changed by an address."""
        next_url = get_next_redirect_url(request)
        return {
            "process": AuthProcess.LOGIN,
            "scope": self.get_scope(),  # type: ignore[no-untyped-call]  # the library's
            "auth_params": self.get_auth_params(),  # type: ignore[no-untyped-call]  # the library's
            **({"next_url": next_url} if next_url else {}),
        }


registry.register(ZoneProvider)


@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Sends the person to the provider."""
    try:
        answer: HttpResponseBase = OAuth2LoginView.adapter_view(ZoneAdapter(request, PROVIDER))(request)
    except RequestException:
        logger.exception("the identity provider does not answer")
        return refuse(request, _("The identity provider does not answer. Sign in with your password."))
    return answer


@require_GET
def finish(request: HttpRequest) -> HttpResponseBase:
    """Lets the person in whom the provider has sent back."""
    with ExitStack() as signing_in:
        setattr(request, SIGNING_IN, signing_in)
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(ZoneAdapter(request, PROVIDER))(request)
    return answer


def _verified(token: str, keys: Sequence[Mapping[str, str]], issuer: str, audience: str) -> dict[str, object]:
    """What the token says, where one of these keys signed it for us and it has not run out."""
    wanted = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in keys if wanted is None or key.get("kid") == wanted]
    # A token may leave its key unnamed where there is only one (OpenID Connect Core 1.0, 10.1).
    if len(fitting) != 1:
        raise OAuth2Error("the identity provider's token does not say which key signed it")
    claims: dict[str, object] = jwt.decode(
        token,
        key=jwt.PyJWK(dict(fitting[0])).key,
        algorithms=SIGNATURES,
        issuer=issuer,
        audience=audience,
        leeway=LEEWAY_S,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]},
    )
    return claims


def _claims(data: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    token, info = data.get("id_token"), data.get("userinfo", {})
    # OpenID Connect Core 1.0, 5.3.2: what is said of another subject must not be used.
    if not token or info.get("sub", token["sub"]) != token["sub"]:
        raise OAuth2Error("the identity provider's answer is not about one person")
    return {**info, **token}


def _account_of(request: HttpRequest, identity: SocialAccount, claims: Mapping[str, object]) -> User:
    tied = SocialAccount.objects.filter(provider=identity.provider, uid=identity.uid).select_related("user")
    known = tied.first()
    name = str(claims.get("email") or claims["sub"])
    if is_locked(request, name):
        stop(request, _("Too many tries. Wait a while, then try again."))
    user = known.user if known else _account_with_address(claims)
    if user is None:
        count_failure(request, name)
        stop(request, _unknown(claims))
    if not user.is_active:
        count_failure(request, name)
        stop(request, _("Your account is switched off. The security administrator can tell why."))
    return user


def _account_with_address(claims: Mapping[str, object]) -> User | None:
    address = str(claims.get("email") or "")
    if not address or claims.get("email_verified") is not True:
        return None
    # Where capitals do not count the database takes ı for i and ſ for s; no account has such an address.
    found = list(User.objects.filter(email__iexact=address)[:2]) if address.isascii() else []
    return found[0] if len(found) == 1 else None


def _tie(user: User, identity: SocialAccount) -> None:
    if not SocialAccount.objects.filter(provider=identity.provider, uid=identity.uid).exists():
        with action("access.tie_identity", by=user):
            SocialAccount.objects.create(
                user=user, provider=identity.provider, uid=identity.uid, extra_data=identity.extra_data
            )


def _unknown(claims: Mapping[str, object]) -> str:
    address = claims.get("email")
    if not address:
        return _(
            "The identity provider knows you, but Guatu has no account for you. "
            "The security administrator makes accounts."
        )
    if claims.get("email_verified") is not True:
        return _(
            "The identity provider has not verified your e-mail address %(address)s, so Guatu cannot tell "
            "which account is yours. Have it verified there, or ask the security administrator."
        ) % {"address": address}
    return _(
        "Guatu has no account with the e-mail address %(address)s. "
        "The security administrator makes accounts and writes the address into them."
    ) % {"address": address}
