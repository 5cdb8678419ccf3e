"""Who sees how numbers stand? Whoever sees figures; what waits to be formed, who keeps the house."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.kernel.measures.models import Check, ClosedPeriod, FillState, StoredObservation, Touch

for model in (StoredObservation, FillState, ClosedPeriod):
    declare(model, Scoping("figures.view", zone=True))
for kept_in_order in (Touch, Check):
    declare(kept_in_order, Scoping("jobs.view", zone="jobs.view"))
