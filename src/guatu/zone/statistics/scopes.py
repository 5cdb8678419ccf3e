"""Who sees published figures, and who what a single firm reported?

Published figures are the whole house's. Returns stand apart: statistics officers see them, an enterprise its
own, nobody else, in the pages as in the database (统计法 of 2009, art. 25).
"""

from guatu.kernel.access.database_roles import open_to_portal, protect, store_apart
from guatu.kernel.access.scopes import Scoping, declare
from guatu.zone.statistics.models import (
    CopyConsent,
    FigureImport,
    ListedUnit,
    PublishedFigure,
    ReleasedSums,
    Return,
    ReturnedFiling,
    ReturnForm,
    ReturnImport,
    SourceDocument,
)

for model in (FigureImport, PublishedFigure, SourceDocument, ReleasedSums, ListedUnit):
    declare(model, Scoping("figures.view", zone=True))

for kept_apart in (Return, ReturnedFiling, CopyConsent):
    declare(kept_apart, Scoping("returns.view", zone="returns.view", enterprise="enterprise_id"))
declare(ReturnImport, Scoping("returns.view", zone="returns.view"))
declare(ReturnForm, Scoping("figures.view", zone=True))

store_apart(Return, ReturnedFiling, ReturnImport, CopyConsent)
protect(Return)
protect(ReturnedFiling, writes=())
protect(CopyConsent, writes=("INSERT",))
open_to_portal(ReturnForm)
