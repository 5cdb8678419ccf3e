"""Who sees enterprises? The staff all of them, an enterprise itself and nothing else."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.zone.enterprises.models import Contact, Enterprise, EnterpriseAccount, Title

declare(Enterprise, Scoping("records.view", zone=True, enterprise="pk"))
declare(Contact, Scoping("records.view", zone=True, enterprise="enterprise"))
declare(Title, Scoping("records.view", zone=True, enterprise="enterprise"))
declare(EnterpriseAccount, Scoping("accounts.manage", zone=True))
