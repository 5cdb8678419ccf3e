"""Who sees saved views, imports, duplicates? Who sees records; a page asks for its registry's right too."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.kernel.registry.models import Likeness, Pin, PinCount, RecordImport, SavedView

for model in (Likeness, RecordImport, SavedView):
    declare(model, Scoping("records.view", zone=True))

# What lies on somebody's desk is that person's own.
declare(Pin, Scoping("records.view", person="person"))
declare(PinCount, Scoping("records.view", person="pin__person"))
