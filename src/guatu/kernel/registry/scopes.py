"""Who sees saved views, imports, duplicates? Who sees records; a page asks for its registry's right too."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.kernel.registry.models import Likeness, RecordImport, SavedView

for model in (Likeness, RecordImport, SavedView):
    declare(model, Scoping("records.view", zone=True))
