"""Who sees published figures? The whole house; what a single firm reported stands apart and is not theirs."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.zone.statistics.models import FigureImport, PublishedFigure, SourceDocument

for model in (FigureImport, PublishedFigure, SourceDocument):
    declare(model, Scoping("figures.view", zone=True))
