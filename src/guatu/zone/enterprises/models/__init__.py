"""Which rows does the file of an enterprise keep?"""

from guatu.zone.enterprises.models.account import EnterpriseAccount
from guatu.zone.enterprises.models.contact import Contact
from guatu.zone.enterprises.models.enterprise import Currency, Enterprise, Kind, Scale, Status
from guatu.zone.enterprises.models.fact import EconomicFact, Origin
from guatu.zone.enterprises.models.title import Title

__all__ = [
    "Contact",
    "Currency",
    "EconomicFact",
    "Enterprise",
    "EnterpriseAccount",
    "Kind",
    "Origin",
    "Scale",
    "Status",
    "Title",
]
