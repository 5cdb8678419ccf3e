"""Who sees saved views and imports? All staff who see records; a page asks for its registry's right too."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.kernel.registry.models import RecordImport, SavedView

for model in (RecordImport, SavedView):
    declare(model, Scoping("records.view", zone=True))
