"""Which plan do the tests review, and how do they work on the review page?"""

from playwright.sync_api import Page

PLAN = """星野经开区2019年工作计划

2019年园区主要预期目标:实现技工贸总收入3908亿元,规模工业总产值2550亿元,现代服务业及其他收入1358亿元;实现财政总收入187亿元,其中工商税收155亿元;实际到位外资7亿美元。

(一)狠抓产业培育

1.发展智能制造。组织50家以上企业开展水平评估,新增规模以上工业企业20家以上。启动星河智慧城市示范项目建设,6月底前完成园区规划编制。

2.优化营商环境。完善一站式服务机制,压缩审批时间,引进星野大数据研究院。
"""

SAVED = '[data-part="status"][data-state="saved"]'


def open_review(page: Page, live_server, plan, at: str = "") -> Page:
    """Opens the review page of a plan and waits until it is drawn."""
    page.goto(f"{live_server.url}/plans/{plan.pk}/review{at}")
    page.wait_for_selector('#review[data-ready="true"]')
    return page


def press(page: Page, *keys: str) -> None:
    """Strokes keys one after the other and waits until all changes are saved."""
    for key in keys:
        page.keyboard.press(key)
    saved(page)


def saved(page: Page) -> None:
    """Waits until the server has every change."""
    page.wait_for_selector(SAVED)


def select_text(page: Page, words: str) -> None:
    """Selects the first occurrence of these words in the document, across its stretches."""
    found = page.evaluate(
        """(words) => {
            const root = document.querySelector('[data-part="text"]');
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            const nodes = [];
            let text = "";
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                nodes.push([text.length, node]);
                text += node.data;
            }
            const start = text.indexOf(words);
            if (start < 0) return false;
            const place = (at) => nodes.findLast(([from]) => from <= at);
            const [from, first] = place(start);
            const [to, last] = place(start + words.length - 1);
            getSelection().setBaseAndExtent(first, start - from, last, start + words.length - to);
            return true;
        }""",
        words,
    )
    assert found, words
