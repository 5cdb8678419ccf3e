"""Does a document become a plan, once?"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from guatu.base.errors import Refused
from guatu.plan.actions import import_document
from guatu.plan.actions.dispatch import respond
from guatu.plan.models import Change, Plan, PlanDocument
from guatu.plan.queries import review_state, shown_findings

pytestmark = pytest.mark.django_db


def test_import_twice_gives_one_plan(shared):
    content = (shared / "seed" / "changsha-etdz-plan-2019.txt").read_bytes()
    first = import_document(name="plan.txt", content=content, by=None)
    second = import_document(name="again.txt", content=content, by=None)
    assert first == second
    assert Plan.objects.count() == 1
    assert first.year == 2019


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"%PDF-1.4 nothing",
        b"PK\x03\x04 no archive",
        bytes(range(256)) * 40,
        "星野\x00经开区".encode(),
        b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
    ],
)
def test_a_document_without_text_is_refused_with_a_sentence(content):
    with pytest.raises(Refused) as refused:
        import_document(name="x", content=content, by=None)
    assert refused.value.sentence.strip()
    assert not PlanDocument.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "买牛奶两盒,鸡蛋十个,面包一条。",
        "Milk, two eggs, 3 kg of flour.",
        "2019年工作计划\n\n实现总产值" + "9" * 60 + "亿元,新增企业0.0000000001家。",
        "2019年工作计划\n\n实现总产值𠮷亿元🙂,增长" + "1" * 300 + "%。\ue000\uf8ff",
        "9999年工作计划\n\n2019年13月底前完成0项。",
    ],
)
def test_strange_texts_become_plans(text):
    plan = import_document(name="星" * 400, content=text.encode(), by=None)
    state = review_state(plan, None)
    assert state.text == text
    assert {item["kind"] for item in state.items} <= {"target", "task", "project", "institution"}


def test_the_corpus_becomes_plans(shared):
    files = sorted((shared / "corpus" / "dev").glob("*.txt"))[:6]
    for file in files:
        plan = import_document(name=file.name, content=file.read_bytes(), by=None)
        state = review_state(plan, None)
        for item in state.items:
            assert state.text[item["start"] : item["end"]] == item["text"]
        assert state.findings == len(shown_findings(plan))
    assert Plan.objects.count() == len(files)


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_give_one_plan():
    content = "星野经开区2019年工作计划\n\n实现财政总收入190亿元。".encode()
    plans = at_once(4, lambda _number: import_document(name="x", content=content, by=None).pk)
    assert len(set(plans)) == 1
    assert Plan.objects.count() == PlanDocument.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_reviewers_at_once_lose_nothing(plan, reviewer, colleague):
    tasks = list(plan.tasks.all())

    def accept(number):
        user = (reviewer, colleague)[number % 2]
        answers = [
            respond(plan, {"verb": "accept", "item": f"task-{task.pk}"}, by=user)[0]
            for task in tasks[number % 2 :: 2]
        ]
        return set(answers)

    assert at_once(2, accept) == [{200}, {200}]
    assert not plan.tasks.exclude(state="accepted").exists()
    numbers = list(Change.objects.filter(plan=plan).values_list("number", flat=True))
    assert numbers == list(range(1, len(tasks) + 2))


def at_once(times, work):
    """Runs the work in threads, each with a connection of its own; the results in order."""

    def run(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
