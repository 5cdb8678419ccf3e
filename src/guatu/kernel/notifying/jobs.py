"""Which work of notices comes round by itself? Writing the letters that are due."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from guatu.kernel.jobs.declaration import Every, job
from guatu.kernel.notifying.letters import write_due


@job(
    "notices.mail",
    _("Writes letters that tell of notices"),
    every=Every(minutes=5),
    limit=timedelta(minutes=4),
)
def mail_due() -> None:
    """Writes a letter to everybody of whose notices one is due; what a letter told of is not told again."""
    write_due()
