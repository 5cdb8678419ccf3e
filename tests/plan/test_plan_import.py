"""Does a document become a plan, once?"""

import pytest

from guatu.plan.actions.importing import import_document
from guatu.plan.models import Plan

pytestmark = pytest.mark.django_db


def test_import_twice_gives_one_plan(shared):
    content = (shared / "seed" / "changsha-etdz-plan-2019.txt").read_bytes()
    first = import_document(name="plan.txt", content=content, by=None)
    second = import_document(name="again.txt", content=content, by=None)
    assert first == second
    assert Plan.objects.count() == 1
    assert first.year == 2019
