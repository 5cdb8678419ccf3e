"""The pages on which somebody comes in, proves a second factor, and leaves."""

from __future__ import annotations

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from guatu.kernel.access.signing_in.forms import SignInForm
from guatu.kernel.access.signing_in.lockout import count_failure, is_locked, show_locked
from guatu.kernel.access.signing_in.models import SignIn
from guatu.kernel.access.signing_in.sittings import end_sign_ins, sign_in_of
from guatu.kernel.ledger.context import action


class SignInPage(LoginView):
    """Name and password."""

    form_class = SignInForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Whether there is another way in, and why one stands here again."""
        return {
            **super().get_context_data(**kwargs),
            "identity_provider": settings.OIDC_NAME,
            "lapsed": "lapsed" in self.request.GET,
        }


@method_decorator(
    login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login"), name="dispatch"
)
class SecondFactorPage(AuthenticateView):
    """A code of the authenticator app, a recovery code, or a key; after the password."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keeps out who is locked out; the password alone does not lead past the lock."""
        if is_locked(request, self._user(request).get_username()):
            clear_login(request)
            return show_locked(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Lets the person in, or counts the failure."""
        user = self._user(request)
        with action("access.use_recovery_code", by=user):
            right = self.form.is_valid()
        if not right:
            return self.form_invalid(self.form)
        with action("access.sign_in", by=user):
            return self.form_valid(self.form)

    def form_invalid(self, form: Form) -> HttpResponse:
        """Counts like a wrong password."""
        count_failure(self.request, self._user(self.request).get_username())
        return super().form_invalid(form)

    @staticmethod
    def _user(request: HttpRequest) -> User:
        stage = request._login_stage  # type: ignore[attr-defined]  # set by the library for this page
        user: User = stage.login.user
        return user


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the sign-in and forgets everything of the session."""
    if request.user.is_authenticated:
        with action("access.sign_out", by=request.user):
            own = SignIn.objects.filter(pk=sign_in_of(request.session), user=request.user)
            end_sign_ins(own, SignIn.End.SIGNED_OUT)
            logout(request)
    else:
        # Somebody who gave the password of one account and then means another.
        request.session.flush()
    return redirect("account_login")
