"""Which work of the returns comes round by itself? Reminding firms, and releasing sums."""

from django.utils.translation import gettext_lazy as _

from guatu.base.clock import today
from guatu.kernel.jobs.declaration import Every, job
from guatu.zone.statistics.returns.actions.releasing import release_due_sums
from guatu.zone.statistics.returns.reminding import remind_firms


@job("returns.remind", _("Reminds firms of returns that are due or late"), every=Every(day_at="08:30"))
def remind() -> None:
    """Writes the letters of the day; those that were written already are not written again."""
    remind_firms(today())


@job("returns.release", _("Releases the sums of returns that were checked"), every=Every(day_at="18:30"))
def release() -> None:
    """Releases what came in since, where no single firm can be recognised in the difference."""
    release_due_sums(today())
