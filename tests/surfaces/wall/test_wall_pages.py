"""What do the pages of the wall say, to whom, and with how many questions to the database?"""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from guatu.base import clock
from guatu.plan.models import Plan, PlanState, Section, Target
from guatu.zone.statistics.models import PublishedFigure

pytestmark = pytest.mark.django_db

INCOME = "技工贸总收入"
OUTPUT = "规模工业总产值"
SERVICES = "现代服务业及其他收入"


@pytest.fixture
def reader(client, leader, today):
    client.force_login(leader)
    return client


@pytest.fixture
def half_year(plan, figures):
    figures(f"{INCOME},2019年1-5月,1501.9,亿元,9.5,1372", published_on=date(2019, 6, 18))
    figures(f"{INCOME},2019年1-6月,1875.8,亿元,10,1705.8", published_on=date(2019, 7, 16))
    figures(f"{OUTPUT},2019年1-6月,1251.3,亿元,,", published_on=date(2019, 7, 16))
    figures(f"{SERVICES},2019年1-6月,624.5,亿元,,", published_on=date(2019, 7, 16))
    return plan


def text_of(response) -> str:
    without_tags = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", without_tags)


def target(name: str) -> Target:
    return Target.objects.get(subject=name)


def test_strangers_sign_in_and_those_without_the_right_are_refused(client, plan, today):
    address = reverse("wall:wall")
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(address).status_code == 403


def test_before_any_plan_the_first_step_is_named(reader):
    response = reader.get(reverse("wall:wall"))
    assert response.status_code == 200
    assert reverse("desk:plans") in response.content.decode()


def test_a_plan_in_review_is_not_on_the_wall(reader, plan):
    Plan.objects.update(state=PlanState.REVIEW)
    assert INCOME not in text_of(reader.get(reverse("wall:wall")))
    assert reader.get(reverse("wall:target", args=[target(INCOME).pk])).status_code == 404
    assert reader.get(reverse("wall:line", args=[Section.objects.get().pk])).status_code == 404


def test_the_wall_shows_value_target_and_what_adds_up(reader, half_year):
    said = text_of(reader.get(reverse("wall:wall")))
    assert "1,875.8 亿元" in said
    assert "3,908" in said
    assert "1,875.8 = 1,251.3 + 624.5 亿元" in said
    assert "发展智能制造" in said


def test_a_past_day_is_as_it_was_known_then(reader, half_year):
    said = text_of(reader.get(reverse("wall:wall"), {"day": "2019-06-30"}))
    assert "1,501.9" in said
    assert "1,875.8" not in said


def test_a_day_that_is_none_is_not_found_and_the_future_is_today(reader, half_year):
    assert reader.get(reverse("wall:wall"), {"day": "2019-02-31"}).status_code == 404
    assert reader.get(reverse("wall:wall"), {"plan": "x"}).status_code == 404
    assert "1,875.8" in text_of(reader.get(reverse("wall:wall"), {"day": "2031-01-01"}))


def test_a_light_leads_to_its_sentence_and_the_files_behind_it(reader, half_year):
    response = reader.get(reverse("wall:target", args=[target(INCOME).pk]))
    page = response.content.decode()
    assert "技工贸总收入<mark>3908亿元</mark>，其中" in page
    documents = set(
        PublishedFigure.objects.filter(measure=target(INCOME).measure).values_list("document", flat=True)
    )
    assert len(documents) == 2
    for document in documents:
        assert reverse("desk:source_document", args=[document]) in page
    assert f"{reverse('desk:review', args=[half_year.pk])}#target-{target(INCOME).pk}" in page


def test_a_missing_figure_is_a_word_and_no_zero(reader, plan, figures):
    figures(f"{INCOME},2019年1-5月,缺报,亿元,,", published_on=date(2019, 6, 18))
    said = text_of(reader.get(reverse("wall:target", args=[target(INCOME).pk])))
    assert "缺报" in said
    assert not re.search(r"(?<![\d.,])0 亿元", said)


def test_a_restated_value_stands_beside_the_one_that_was_published(reader, half_year, figures):
    figures(f"{INCOME},2019年1-5月,1500.0,亿元,9.3,1372", published_on=date(2019, 7, 17))
    page = reader.get(reverse("wall:target", args=[target(INCOME).pk])).content.decode()
    assert re.search(r"1,500(?!\.)", page)
    assert re.search(r'class="restated"[^>]*>.*?1,501\.9', page, re.DOTALL)


def test_a_target_without_figures_says_what_comes_first(reader, plan):
    response = reader.get(reverse("wall:target", args=[target(OUTPUT).pk]))
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_a_parked_target_gives_its_reason(reader, plan):
    Target.objects.filter(subject=OUTPUT).update(
        parked_reason="等统计口径", measure="", measure_confirmed=False
    )
    assert "等统计口径" in text_of(reader.get(reverse("wall:target", args=[target(OUTPUT).pk])))


def test_a_line_of_work_lists_tasks_and_projects_with_their_stage(reader, plan):
    said = text_of(reader.get(reverse("wall:line", args=[Section.objects.get().pk])))
    assert "建成公共服务平台" in said
    assert "星河智慧城项目" in said


def test_nothing_is_inline_for_the_content_policy(reader, half_year):
    for address in (
        reverse("wall:wall"),
        reverse("wall:target", args=[target(INCOME).pk]),
        reverse("wall:line", args=[Section.objects.get().pk]),
    ):
        page = reader.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


def test_english_is_complete_enough_to_be_read(reader, half_year):
    reader.cookies["django_language"] = "en"
    said = text_of(reader.get(reverse("wall:wall")))
    assert "CNY bn" in said
    assert "Turned since last week" in said


def test_the_questions_to_the_database_do_not_grow_with_the_figures(
    reader, half_year, figures, django_assert_max_num_queries
):
    with django_assert_max_num_queries(38):
        reader.get(reverse("wall:wall"))


def test_what_turned_since_last_week_says_from_what_to_what(reader, plan, figures):
    figures(f"{INCOME},2019年1-5月,900,亿元,,", published_on=date(2019, 6, 18))
    figures(f"{INCOME},2019年1-6月,2100,亿元,,", published_on=date(2019, 7, 16))
    page = reader.get(reverse("wall:wall")).content.decode()
    turned = page[page.index('class="turn-list"') :]
    assert turned.index("light--behind") < turned.index("light--on_track")
    assert "7月16日" in turned
    with clock.use(date(2019, 7, 30)):
        assert 'class="turn-list"' not in reader.get(reverse("wall:wall")).content.decode()
