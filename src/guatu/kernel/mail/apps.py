"""How does Django know the letters?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """The outbox."""

    name = "guatu.kernel.mail"
    label = "mail"
    verbose_name = _("Mail")
