"""How does a test work on the review page?"""

from playwright.sync_api import Page

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
