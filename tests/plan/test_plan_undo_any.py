"""Does undoing after any sequence of actions restore the exact state, and redoing the end?"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.plan.actions.dispatch import respond
from guatu.plan.models import Identity
from guatu.plan.queries import load_items, review_state

pytestmark = pytest.mark.django_db

VERBS = (
    *("accept", "discard", "restore", "edit", "value", "parent", "split", "join", "bind", "park", "unpark"),
    *("assign", "accept_all", "dismiss_identity", "add_target", "add_task", "add_project"),
)
PICK = st.integers(0, 10**6)
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), PICK, PICK), min_size=1, max_size=8)


class Bench:
    """A plan on which steps are tried."""

    def __init__(self, plan, user, departments):
        self.plan, self.user, self.departments = plan, user, departments
        self.text = plan.document.text

    def exact(self):
        items = [{k: v for k, v in item.items() if k != "version"} for item in load_items(self.plan)]
        identities = [
            (row.pk, row.whole_id, row.state, sorted(row.parts.values_list("pk", flat=True)))
            for row in Identity.objects.filter(plan=self.plan).order_by("pk")
        ]
        rows = [
            sorted(model.objects.filter(plan=self.plan).values_list("pk", "identity", "section", "order"))
            for model in {type(row) for row in self.plan.targets.all()} | {type(self.plan.tasks.first())}
        ]
        return items, identities, rows

    def post(self, **body):
        return respond(self.plan, body, by=self.user)[0]

    def step(self, verb, one, two):
        items = load_items(self.plan)
        item = items[one % len(items)]
        same = [other for other in items if other["kind"] == item["kind"]]
        other = same[two % len(same)]
        start = one % (len(self.text) - 1)
        body = {
            "discard": {"item": item["id"], "reason": f"because {two}"},
            "park": {"item": item["id"], "reason": "no source"},
            "edit": {"item": item["id"], "fields": {"deadline": f"{two % 12 + 1}月底"}},
            "value": {"verb": "edit", "item": item["id"], "fields": {"value": str(two % 5000)}},
            "parent": {"verb": "edit", "item": item["id"], "fields": {"parent": other["id"]}},
            "split": {"item": item["id"], "start": item["start"] + two % 9},
            "join": {"items": [item["id"], other["id"]]},
            "bind": {"item": item["id"], "fields": {"measure": item.get("measure", "")}},
            "assign": {
                "item": item["id"],
                "fields": {
                    "lead": self.departments[one % 3].pk,
                    "supporting": [self.departments[two % 3].pk],
                },
            },
            "accept_all": {"fields": {"kind": item["kind"]}},
            "dismiss_identity": {
                "item": f"identity-{Identity.objects.order_by('pk').values_list('pk')[0][0]}"
            }
            if Identity.objects.exists()
            else {},
        }.get(verb, {"item": item["id"]})
        if verb.startswith("add_"):
            body = {"start": start, "end": min(len(self.text), start + 1 + two % 30)}
        return self.post(**{"verb": verb, **body})


@given(steps=STEPS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_is_undone_exactly(plan, reviewer, departments, steps):
    bench = Bench(plan, reviewer, departments)
    try:
        with transaction.atomic():
            before = bench.exact()
            states = [before]
            for step in steps:
                bench.step(*step)
                states.append(bench.exact())
            after = states[-1]
            undone = 0
            while bench.post(verb="undo") == 200:
                undone += 1
                assert bench.exact() in states
            assert bench.exact() == before
            assert review_state(plan, reviewer).undo is None
            for _number in range(undone):
                assert bench.post(verb="redo") == 200
            assert bench.exact() == after
            assert bench.post(verb="redo") == 422
            raise _OverError
    except _OverError:
        pass


class _OverError(Exception):
    pass
