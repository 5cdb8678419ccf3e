"""How does Django know the plan?"""

from pkgutil import resolve_name

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """The plan: documents, what was read from them, who answers for it."""

    name = "guatu.plan"
    label = "plan"
    verbose_name = _("Plan")

    def ready(self) -> None:
        """Lends the papers of records the reader of Word files."""
        # Models exist only from here on; the reader itself is loaded when the first file is read.
        resolve_name("guatu.kernel.documents.texts:register_reader")("docx", _read_word)


def _read_word(content: bytes) -> str:
    return str(resolve_name("guatu.plan.reading.formats.docx:extract")(content))
