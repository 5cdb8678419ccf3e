"""When does signing in begin to be watched?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class SigningInConfig(AppConfig):
    """Signing in: passwords, second factors, sign-ins that last."""

    name = "guatu.kernel.access.signing_in"
    label = "signing_in"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        """Writes down every sign-in, whichever way it came about."""
        # Models exist only once Django is set up, so what uses them is looked up by its name.
        begin = resolve_name("guatu.kernel.access.signing_in.sittings:begin")
        user_logged_in.connect(begin, dispatch_uid="guatu.signing_in")
