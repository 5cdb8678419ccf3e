"""Is everything found that somebody may see, and nothing else?"""

import pytest
from django.urls import reverse

from guatu.kernel.access.models import Department
from guatu.plan.models import ItemState
from guatu.surfaces.desk.searching import MOST, find_everywhere

pytestmark = pytest.mark.django_db


def _found(user, asked):
    return {group.title: [hit.name for hit in group.hits] for group in find_everywhere(user, asked)}


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


def test_a_measure_is_found_by_characters_and_by_initials(supervisor):
    assert (
        "Gross output of industry above designated size" in _found(supervisor, "规模工业总产值")["Measures"]
    )
    assert "Gross output of industry above designated size" in _found(supervisor, "gmgyzcz")["Measures"]


def test_a_target_is_found_once_it_is_accepted(supervisor, plan):
    target = plan.targets.exclude(subject="").first()
    assert "Targets" not in _found(supervisor, target.subject)
    plan.targets.update(state=ItemState.ACCEPTED)
    assert target.subject in _found(supervisor, target.subject)["Targets"]


def test_all_words_have_to_be_there(supervisor):
    assert "Measures" not in _found(supervisor, "规模工业总产值 没有这个词")


@pytest.mark.parametrize("asked", ["", "   ", "\x00", "%", "没有任何东西叫这个名字"])
def test_nothing_is_found_where_nothing_bears_the_words(supervisor, asked):
    assert find_everywhere(supervisor, asked) == ()


def test_at_most_so_many_of_a_kind_are_shown(supervisor):
    measures = next(group for group in find_everywhere(supervisor, "增") if group.title == "Measures")
    assert len(measures.hits) == MOST
    assert measures.is_more


def test_people_are_found_by_who_may_see_them_alone(supervisor, django_user_model):
    Department.objects.create(code="survey", name_zh="测绘处", order=1)
    stranger = django_user_model.objects.create_user("stranger")
    assert "Departments" in _found(supervisor, "测绘")
    assert find_everywhere(stranger, "测绘") == ()
    assert find_everywhere(stranger, "规模工业总产值") == ()


def test_the_page_and_the_box_show_the_same_hits(client, supervisor):
    client.force_login(supervisor)
    page = client.get(reverse("desk:search"), {"q": "规模工业总产值"})
    part = client.get(reverse("desk:search"), {"q": "规模工业总产值", "part": "1"})
    address = reverse("desk:measure_figures", args=["industrial_output_large"])
    assert address in page.content.decode()
    assert address in part.content.decode()
    assert "<html" not in part.content.decode()


def test_what_is_asked_is_shown_as_text(client, supervisor):
    client.force_login(supervisor)
    page = client.get(reverse("desk:search"), {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.content.decode()
