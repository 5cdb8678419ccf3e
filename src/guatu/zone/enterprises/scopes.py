"""Who sees enterprises? The staff all of them, an enterprise itself and nothing else.

What the staff note of visits and inspections is theirs; what the zone knows of an enterprise, it may read.
"""

from guatu.kernel.access.database_roles import protect
from guatu.kernel.access.scopes import Scoping, declare
from guatu.zone.enterprises.models import (
    Contact,
    ContactBudget,
    EconomicFact,
    Enterprise,
    EnterpriseAccount,
    Group,
    GroupMember,
    Inspection,
    ListingStep,
    ScaleSpell,
    Title,
    Visit,
    VisitTask,
)

declare(Enterprise, Scoping("records.view", zone=True, enterprise="pk"))
for of_an_enterprise in (Contact, Title, ScaleSpell, ListingStep):
    declare(of_an_enterprise, Scoping("records.view", zone=True, enterprise="enterprise"))
declare(EconomicFact, Scoping("fields.commercial", zone=True, enterprise="enterprise"))
declare(EnterpriseAccount, Scoping("accounts.manage", zone=True))
for of_the_staff in (Visit, VisitTask, Inspection, ContactBudget, Group, GroupMember):
    declare(of_the_staff, Scoping("records.view", zone=True))

protect(Enterprise, "id", writes=())
for kept in (Contact, Title, ScaleSpell, ListingStep, EconomicFact):
    protect(kept, writes=())
