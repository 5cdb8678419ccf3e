"""Which rows does the file of an enterprise keep?"""

from guatu.zone.enterprises.models.account import EnterpriseAccount
from guatu.zone.enterprises.models.appointment import Appointment, AppointmentState
from guatu.zone.enterprises.models.contact import Contact
from guatu.zone.enterprises.models.contact_budget import Coming, ContactBudget, Span
from guatu.zone.enterprises.models.enterprise import Currency, Enterprise, Kind, Scale, Status
from guatu.zone.enterprises.models.fact import EconomicFact, Origin
from guatu.zone.enterprises.models.group import Group, GroupMember
from guatu.zone.enterprises.models.inspection import Ground, Inspection
from guatu.zone.enterprises.models.ladder import ListingStep, ScaleSpell, Stage
from guatu.zone.enterprises.models.title import Title
from guatu.zone.enterprises.models.visit import Visit, VisitTask

__all__ = [
    "Appointment",
    "AppointmentState",
    "Coming",
    "Contact",
    "ContactBudget",
    "Currency",
    "EconomicFact",
    "Enterprise",
    "EnterpriseAccount",
    "Ground",
    "Group",
    "GroupMember",
    "Inspection",
    "Kind",
    "ListingStep",
    "Origin",
    "Scale",
    "ScaleSpell",
    "Span",
    "Stage",
    "Status",
    "Title",
    "Visit",
    "VisitTask",
]
