"""Who sees the plan? The whole house: what a department answers for, the others may know."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.plan.models import (
    Amendment,
    AssignmentAnswer,
    Change,
    Identity,
    InstitutionMention,
    LightTurn,
    Plan,
    PlanDocument,
    ProjectMention,
    Publicity,
    Section,
    Target,
    Task,
)

for model in (
    Amendment,
    AssignmentAnswer,
    Change,
    Identity,
    InstitutionMention,
    LightTurn,
    Plan,
    PlanDocument,
    ProjectMention,
    Publicity,
    Section,
    Target,
    Task,
):
    declare(model, Scoping("plan.view", zone=True))
