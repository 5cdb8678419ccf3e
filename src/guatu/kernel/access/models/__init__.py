"""Which departments, posts and people are there, who stands in, and who read what or saw as whom?"""

from guatu.kernel.access.models.department import Department, in_language
from guatu.kernel.access.models.leave import DeputyAct, Leave
from guatu.kernel.access.models.post import Post, Tenure
from guatu.kernel.access.models.reading import Reading
from guatu.kernel.access.models.viewing import Viewing

__all__ = ["Department", "DeputyAct", "Leave", "Post", "Reading", "Tenure", "Viewing", "in_language"]
