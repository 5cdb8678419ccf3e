"""Who sees how numbers stand? Whoever sees figures; what waits to be formed, who keeps the house."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.kernel.measures.models import ClosedPeriod, FillState, StoredObservation, Touch

for model in (StoredObservation, FillState, ClosedPeriod):
    declare(model, Scoping("figures.view", zone=True))
declare(Touch, Scoping("jobs.view", zone="jobs.view"))
