"""Who sees departments, people, posts and leaves? The whole house; who read what, the auditor alone."""

from django.contrib.auth.models import User

from guatu.kernel.access.models import Department, DeputyAct, Leave, Post, Reading, Tenure, Viewing
from guatu.kernel.access.scopes import Scoping, declare


def declare_own() -> None:
    """Declares who sees the rows of this application."""
    for model in (User, Department, Post, Tenure, Leave):
        declare(model, Scoping("people.view", zone=True))
    # Who was away sees what was done in the own place.
    declare(DeputyAct, Scoping("people.view", zone="readings.view", person="absent"))
    for audited in (Reading, Viewing):
        declare(audited, Scoping("readings.view", zone=True))
