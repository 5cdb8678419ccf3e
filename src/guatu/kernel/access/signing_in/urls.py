"""Which addresses has signing in, and who may ask for each? Of allauth's views only these are open."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from guatu.kernel.access.gate import ANYBODY, SIGNED_IN, needs
from guatu.kernel.access.signing_in.views import (
    account,
    administration,
    passwords,
    second_factors,
    signing_in,
)

View = Callable[..., HttpResponseBase]


def _kept_by_nobody(need: str) -> Callable[[View], View]:
    """Marks a view with its need; its answers show codes and passwords, so no browser or proxy keeps them."""
    return lambda view: needs(need)(never_cache(view))


anybody, signed_in, manager = (_kept_by_nobody(need) for need in (ANYBODY, SIGNED_IN, "accounts.manage"))


class Base36:
    """The number of an account in the address of a letter, up to the hyphen."""

    regex = "[0-9A-Za-z]+"

    def to_python(self, value: str) -> str:
        """As it is written."""
        return value

    def to_url(self, value: str) -> str:
        """As it is written."""
        return value


register_converter(Base36, "base36")


def _page(template: str) -> View:
    return anybody(TemplateView.as_view(template_name=template))


sign_in: list[URLPattern] = [
    path("sign-in/", anybody(signing_in.SignInPage.as_view()), name="account_login"),
    path("sign-in/code/", anybody(signing_in.SecondFactorPage.as_view()), name="mfa_authenticate"),
    path("sign-in/forgotten/", anybody(passwords.Forgotten.as_view()), name="account_reset_password"),
    path(
        "sign-in/forgotten/sent/",
        _page("account/password_reset_done.html"),
        name="account_reset_password_done",
    ),
    path(
        "sign-in/new-password/done/",
        _page("account/password_reset_from_key_done.html"),
        name="account_reset_password_from_key_done",
    ),
    path(
        "sign-in/new-password/<base36:uidb36>-<str:key>/",
        anybody(passwords.Reset.as_view()),
        name="account_reset_password_from_key",
    ),
    path("sign-out/", anybody(signing_in.sign_out), name="account_logout"),
]

own_account: list[URLPattern] = [
    path("account/", signed_in(account.show_account), name="account"),
    path("account/left/", signed_in(account.send_seconds_left), name="sign_in_left"),
    path("account/stay/", signed_in(account.stay), name="sign_in_stay"),
    path("account/sign-ins/others/end/", signed_in(account.end_others), name="end_other_sign_ins"),
    path("account/sign-ins/<int:pk>/end/", signed_in(account.end_one), name="end_sign_in"),
    path("account/password/", signed_in(passwords.ChangePassword.as_view()), name="account_change_password"),
    path("account/password/first/", signed_in(passwords.SetPassword.as_view()), name="account_set_password"),
    path("account/again/", signed_in(second_factors.ask_again), name="account_reauthenticate"),
    path("account/again/code/", signed_in(second_factors.ask_code_again), name="mfa_reauthenticate"),
    path("account/again/key/", signed_in(second_factors.ask_key_again), name="mfa_reauthenticate_webauthn"),
    path("account/app/", signed_in(second_factors.set_up_app), name="mfa_activate_totp"),
    path("account/app/remove/", signed_in(second_factors.remove_app), name="mfa_deactivate_totp"),
    path("account/codes/", signed_in(second_factors.show_codes), name="mfa_view_recovery_codes"),
    path("account/codes/renew/", signed_in(second_factors.renew_codes), name="mfa_generate_recovery_codes"),
    path("account/keys/add/", signed_in(second_factors.add_key), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/remove/", signed_in(second_factors.remove_key), name="mfa_remove_webauthn"),
]

accounts: list[URLPattern] = [
    path("accounts/", manager(administration.list_accounts), name="accounts"),
    path("accounts/<int:pk>/", manager(administration.show_one), name="one_account"),
    path("accounts/<int:pk>/<slug:what>/", manager(administration.act), name="account_deed"),
    path(
        "accounts/<int:pk>/sign-ins/<int:sign_in>/end/",
        manager(administration.end_one),
        name="account_end_sign_in",
    ),
]


def through_identity_provider() -> list[URLPattern]:
    """The way through the zone's identity provider; loading what it needs takes a while."""
    module = "guatu.kernel.access.signing_in.identity_provider"
    return [
        path("sign-in/zone/", anybody(import_string(f"{module}.begin")), name="oidc_sign_in"),
        path("sign-in/zone/back/", anybody(import_string(f"{module}.finish")), name="oidc_callback"),
        path(
            "sign-in/zone/cancelled/",
            _page("socialaccount/login_cancelled.html"),
            name="socialaccount_login_cancelled",
        ),
    ]


urlpatterns: list[URLPattern] = [
    *sign_in,
    *own_account,
    *accounts,
    *(through_identity_provider() if settings.OIDC_NAME else []),
]
