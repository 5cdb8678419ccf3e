"""How does Django know the papers?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Papers of records, their versions, what they say."""

    name = "guatu.kernel.documents"
    label = "documents"
    verbose_name = _("Documents")
