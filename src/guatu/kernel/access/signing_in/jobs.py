"""Which jobs keep sign-ins tidy?"""

from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.signing_in.actions import clear_lapsed
from guatu.kernel.jobs.declaration import Every, job


@job(
    "access.close_lapsed_sign_ins",
    _("Writes down which sign-ins ended by themselves"),
    every=Every(minutes=30),
)
def close_lapsed_sign_ins() -> None:
    """Closes sign-ins whose session is over, and removes dead sessions."""
    clear_lapsed()
