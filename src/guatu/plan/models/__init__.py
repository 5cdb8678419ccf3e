"""Which rows does the plan keep?"""

from guatu.plan.models.amendment import Amendment, AmendmentState
from guatu.plan.models.assignment_answer import AssignmentAnswer, Said
from guatu.plan.models.change import Change, Standing
from guatu.plan.models.document import PlanDocument
from guatu.plan.models.identity import Identity, IdentityState
from guatu.plan.models.item import AssignedItem, Item, ItemState, Origin
from guatu.plan.models.light_turn import LightTurn
from guatu.plan.models.mention import InstitutionMention, ProjectMention, Stage
from guatu.plan.models.plan import Plan, PlanState
from guatu.plan.models.publicity import Publicity
from guatu.plan.models.section import Section, SectionType
from guatu.plan.models.target import Comparator, Target, TargetKind
from guatu.plan.models.task import Task

__all__ = [
    "Amendment",
    "AmendmentState",
    "AssignedItem",
    "AssignmentAnswer",
    "Change",
    "Comparator",
    "Identity",
    "IdentityState",
    "InstitutionMention",
    "Item",
    "ItemState",
    "LightTurn",
    "Origin",
    "Plan",
    "PlanDocument",
    "PlanState",
    "ProjectMention",
    "Publicity",
    "Said",
    "Section",
    "SectionType",
    "Stage",
    "Standing",
    "Target",
    "TargetKind",
    "Task",
]
