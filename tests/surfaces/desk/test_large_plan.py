"""Does the review page stay fluent with a plan of 40,000 characters and far more than 400 items?

The times are printed for people (pytest -s) and kept in the test report; only what is drawn is asserted.
"""

import pytest
from reviewing import open_review, press

from guatu.plan.actions.importing import import_document
from guatu.plan.queries import count_items

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRADES = (
    *("装备", "汽车", "电子", "医药", "材料", "物流", "软件", "食品", "能源", "环保"),
    *("纺织", "家居", "航空", "轨道", "船舶", "仪器", "检测", "设计", "会展", "金融"),
)
VERBS = ("推进", "完善", "开展", "落实", "加强", "优化", "强化", "深化", "拓展", "提升")
NUMERALS = "一二三四五六七八九十"

# How long until the page has drawn what a key stroke changed: two frames after the event.
STROKE_MS = """async ([key, times]) => {
    const spent = [];
    for (let i = 0; i < times; i += 1) {
        const start = performance.now();
        const stroke = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(stroke);
        document.body.offsetHeight;
        spent.push(performance.now() - start);
        await new Promise((done) => requestAnimationFrame(done));
    }
    spent.sort((a, b) => a - b);
    return { median: spent[Math.floor(times / 2)], worst: spent[times - 1] };
}"""


def large_plan() -> str:
    """Ten parts of twenty lines each; no sentence stands twice."""
    lines = ["云岭经开区2019年工作计划", ""]
    for part in range(10):
        lines.append(f"({NUMERALS[part]}){VERBS[part]}{TRADES[part]}产业高质量发展")
        lines += [line_of_work(part, number, trade) for number, trade in enumerate(TRADES, start=1)]
    return "\n".join(lines)


def line_of_work(part: int, number: int, trade: str) -> str:
    """A line with two targets, a project and several tasks."""
    place = f"{TRADES[(number + part) % 20]}第{part + 1}片区{trade}"
    other = TRADES[(part * 3 + number) % 20]
    verbs = [VERBS[at % 10] for at in (number, part + number, part * 7 + number)]
    return (
        f"{part * 20 + number}.{verbs[0]}{trade}与{TRADES[part]}协同。"
        f"实现{place}产值{part * 37 + number * 3 + 20}亿元,新增{place}企业{part + number + 5}家以上。"
        f"{verbs[1]}{place}公共服务平台建设,启动{place}示范基地项目建设,"
        f"引导{trade}企业加强与{other}领域骨干单位的联合攻关和成果转化应用,"
        f"6月底前完成{place}专项规划编制,{verbs[2]}{place}人才与资金保障机制,"
        f"把{trade}方面的安全、环保和用地要求落实到每一个环节,"
        f"形成部门协同、企业参与、社会监督的工作格局。"
    )


def test_a_large_plan_is_drawn_once_and_answers_at_once(sign_in, supervisor, live_server, record_property):
    text = large_plan()
    plan = import_document(name="large.txt", content=text.encode(), by=supervisor)
    items = sum(sum(states.values()) for states in count_items(plan).values())
    assert len(text) > 35_000
    assert items > 400

    page = open_review(sign_in(supervisor), live_server, plan)
    assert page.locator(".row").count() == items
    assert page.locator(".doc-block").count() == text.count("\n") - text.count("\n\n") + 1
    first = page.query_selector(".doc-block:nth-child(40)")
    times = {
        "ready": page.evaluate("performance.getEntriesByType('navigation')[0].domComplete"),
        "arrow": page.evaluate(STROKE_MS, ["ArrowDown", 40]),
        "accept": page.evaluate(STROKE_MS, ["Enter", 40]),
    }
    press(page)
    assert count_items(plan)["target"]["accepted"] + count_items(plan)["task"]["accepted"] >= 20
    # The paragraphs are the ones that were drawn at first: an action changes classes, it does not draw again.
    assert page.evaluate("(block) => block.isConnected", first)
    record_property("milliseconds", times)
    print(f"\n{len(text)} characters, {items} items: {times}")
