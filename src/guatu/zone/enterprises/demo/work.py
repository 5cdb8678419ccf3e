"""What do the people of the demonstration zone do with their enterprises, from March to July 2019?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.models import User

from guatu.kernel.access.models import Department
from guatu.zone.enterprises.demo.caring import assign_care, found_groups
from guatu.zone.enterprises.demo.climbing import load_facts, load_steps
from guatu.zone.enterprises.demo.coming import FIRST, load_budgets, load_inspections, load_visits
from guatu.zone.enterprises.models import Enterprise, Scale, Status, Visit


def load_work(
    people: Mapping[str, User], departments: Mapping[str, Department], say: Callable[[str], None]
) -> None:
    """Groups, care, visits, inspections, figures that firms authorised, and steps of the ladder."""
    if Visit.objects.filter(demonstration=True).exists():
        return
    say("groups, visits, inspections and the ladder")
    demonstration = Enterprise.objects.filter(demonstration=True, status=Status.IN_BUSINESS)
    small = demonstration.defer("search_text")
    large = list(small.exclude(scale__in=("", Scale.BELOW)).order_by("pk"))
    found_groups(large)
    assign_care(large, people)
    load_budgets()
    load_visits(large, people, departments)
    load_inspections(large)
    closed = Enterprise.objects.filter(demonstration=True, closed_on__gt=FIRST).exclude(
        scale__in=("", Scale.BELOW)
    )
    load_steps(large, list(closed.order_by("pk")))
    load_facts(large, list(small.filter(scale=Scale.BELOW, kind="company").order_by("pk")[:1500]))
