"""Has the demonstration something of everything on the pages of enterprises, the same every time?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from guatu.base import clock
from guatu.kernel.access.models import Department
from guatu.zone.enterprises.demo import load_enterprises, load_work, make_enterprises
from guatu.zone.enterprises.demo.caring import LEADERS, OFFICERS
from guatu.zone.enterprises.demo.places import STREETS, place_of
from guatu.zone.enterprises.models import (
    EconomicFact,
    Enterprise,
    GroupMember,
    Inspection,
    ListingStep,
    Visit,
    VisitTask,
)
from guatu.zone.enterprises.queries import (
    cares_of,
    open_tasks,
    scale_views,
    step_views,
    unvisited,
    with_figures,
)
from guatu.zone.enterprises.registry import INSPECTION_REGISTRY, VISIT_REGISTRY
from guatu.zone.enterprises.rules.ladder import steps_on

pytestmark = pytest.mark.django_db
TODAY = date(2019, 7, 18)
OFFICES = ("fagai", "guotu", "jianshe", "caizheng", "dangzheng", "renli", "huanjing")


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    lines: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        for name in (*LEADERS, *OFFICERS):
            User.objects.create_user(name)
        for code in OFFICES:
            Department.objects.create(code=code, name_zh=code)
        load_enterprises(count=4000)
        load_work(lines.append, count=4000)
        yield lines
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _july():
    with clock.use(datetime(2019, 7, 18, 9, tzinfo=clock.ZONE_TIME)):
        yield


def test_it_is_loaded_once(said):
    before = Visit.objects.count()
    load_work(said.append)
    assert (len(said), Visit.objects.count()) == (1, before)


def test_every_place_lies_in_the_desert_and_on_a_street():
    made = list(make_enterprises(500, TODAY))
    assert all(104 < values["longitude"] < 105 and 38 < values["latitude"] < 39 for values in made)
    assert len({(values["longitude"], values["latitude"]) for values in made}) > 400
    assert all(place_of(f"星野经开区{street}1号") for street in STREETS)
    assert place_of("星野经开区") == {}


def test_what_was_written_at_once_is_what_the_forms_would_let_through():
    for registry in (VISIT_REGISTRY, INSPECTION_REGISTRY):
        for record in registry.model.objects.all():
            values = {name: getattr(record, info.field.attname) for name, info in registry.fields.items()}
            assert [p for p in registry.check(values, TODAY) if p.severity == "error"] == []
            assert record.planned_on.weekday() < 5


def test_visits_are_made_and_planned_their_questions_open_late_and_done():
    assert {"made", "planned"} == set(Visit.objects.values_list("state", flat=True))
    assert Visit.objects.exclude(exception_reason="").exists()
    assert VisitTask.objects.exclude(done_on=None).count() > 20
    assert {task.is_late for task in open_tasks()} == {True, False}
    assert set(Inspection.objects.values_list("ground", flat=True)) >= {"plan", "complaint"}
    assert Visit.objects.filter(recorded_at__date__gt=TODAY).count() == 0


def test_some_linked_firms_were_never_visited():
    alone = list(unvisited(TODAY))
    assert any(firm.last_visit is None for firm in alone)
    assert any(firm.last_visit is not None for firm in alone)


def test_care_was_handed_over_and_a_firm_sold():
    handed_over = [
        e for e in Enterprise.objects.exclude(care_before=[]) if len(cares_of(e, "service_officer")) == 2
    ]
    assert len(handed_over) >= 20
    assert GroupMember.objects.exclude(until=None).count() == 1


def test_the_ladder_has_somebody_at_every_prospect():
    firms = with_figures(TODAY, {"main_revenue", "revenue"})
    prospects = Counter(view.prospect for _known, view in scale_views(TODAY, firms))
    assert {"on_list", "watch", "falls", "crossed", "within_reach", "pool", "far", "unknown"} <= set(
        prospects
    )
    high_tech = next(step for step in steps_on(TODAY) if step.code == "high_tech")
    reaches = Counter(judged.reach for _known, judged in step_views(TODAY, high_tech, firms))
    assert {"reached", "ready", "near", "far"} <= set(reaches)
    assert ListingStep.objects.exclude(obstacle="").exists()


def test_no_figure_is_a_statistical_one():
    assert set(EconomicFact.objects.values_list("origin", "demonstration")) == {("authorised", True)}
