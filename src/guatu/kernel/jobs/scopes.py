"""Who sees why a job failed? Whoever keeps the machinery running."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.kernel.jobs.models import Failure

declare(Failure, Scoping("jobs.view", zone="jobs.view"))
