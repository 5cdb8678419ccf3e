"""Which departments, posts and people are there, who is away, and who stands in?"""

from guatu.kernel.access.models.department import Department, in_language
from guatu.kernel.access.models.leave import DeputyAct, Leave
from guatu.kernel.access.models.post import Post, Tenure

__all__ = ["Department", "DeputyAct", "Leave", "Post", "Tenure", "in_language"]
