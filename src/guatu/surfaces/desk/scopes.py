"""Who sees when somebody looked at the morning? That person alone."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.surfaces.desk.models import MorningMark

declare(MorningMark, Scoping("morning.view", person="person"))
