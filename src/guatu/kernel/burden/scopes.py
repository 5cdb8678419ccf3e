"""Who sees how much is typed? The whole house: a burden that is seen can be taken away."""

from guatu.kernel.access.database_roles import protect
from guatu.kernel.access.scopes import Scoping, declare
from guatu.kernel.burden.models import Tally

declare(Tally, Scoping("records.view", zone=True, enterprise="enterprise_id"))
protect(Tally)
