"""How soon does the wall answer, how soon does it show a commit, and what does it weigh?

The floor of the answers is the sign-in page in the same run. A commit is a restated figure, written by a
process of its own; two screens in a browser say when they replaced what it changed. All runs on the same
cores.
"""

import gzip
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.bench_pages import ALONE, FLOOR, READERS, TOGETHER, alone, sign_in, times_of, together
from bench.result import Result
from bench.throw_away_zone import demonstration_zone, served_wall
from guatu.site.demo import DEMO_TODAY
from guatu.site.folders import CHECKOUT
from guatu.site.ports import LOOPBACK

WALL = "/wall/"
DAYS, COMMITS, SCREENS = 20, 12, 2
NOTE_CHANGES = """() => {
  window.changes = [];
  document.addEventListener("part-changed", () => window.changes.push(Date.now() / 1000));
}"""


def measure() -> Iterator[Result]:
    """Answers, the time from a commit to the screen, the first load and the memory."""
    with demonstration_zone() as environment, served_wall(environment) as port:
        session = sign_in(port)
        yield from _answers(port, session)
        yield _past_days(port, session)
        yield _first_load(port, session)
        yield _from_commit(port, session, environment)
        yield _memory(port)


def _answers(port: int, session: str) -> Iterator[Result]:
    floors = alone(port, FLOOR, ""), together(port, FLOOR, "")
    times_of(port, WALL, session, 4)  # both workers have drawn it once
    found = alone(port, WALL, session), together(port, WALL, session)
    names = ("one reader", ALONE, "median"), (f"{READERS} readers", TOGETHER, "p95")
    for value, floor, (name, runs, note) in zip(found, floors, names, strict=True):
        yield Result(
            f"the wall, {name}",
            round(value, 1),
            "ms",
            "< 300",
            "the sign-in page",
            round(floor, 1),
            round(value / floor, 1),
            runs,
            note,
        )


def _past_days(port: int, session: str) -> Result:
    days = [DEMO_TODAY - timedelta(days=number) for number in range(1, DAYS + 1)]
    times = [times_of(port, f"{WALL}?day={day.isoformat()}", session, 1)[0] for day in days]
    note = f"each day for the first time; slowest {max(times):.0f} ms"
    return Result(
        "the wall of a past day", round(statistics.median(times), 1), "ms", "< 300", runs=DAYS, note=note
    )


def _first_load(port: int, session: str) -> Result:
    page = _body(port, WALL, session)
    files = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page.decode())))
    sizes = {name: len(gzip.compress(_body(port, name, session), 6)) for name in files}
    whole = len(gzip.compress(page, 6)) + sum(sizes.values())
    note = f"page {len(gzip.compress(page, 6)) / 1000:.0f} kB and {len(files)} files"
    return Result("first load, compressed", round(whole / 1000, 1), "kB", "< 300", runs=1, note=note)


def _body(port: int, path: str, session: str) -> bytes:
    connection = HTTPConnection(LOOPBACK, port, timeout=60)
    connection.request("GET", path, headers={"Cookie": session})
    return connection.getresponse().read()


def _from_commit(port: int, session: str, environment: dict[str, str]) -> Result:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        screens = [_screen(browser, port, session) for _ in range(SCREENS)]
        committed = _commits(environment)
        time.sleep(2)
        waits = [_wait(screen, moment) for moment in committed for screen in screens]
        browser.close()
    ordered = sorted(waits)
    note = f"p95 of {SCREENS} screens; median {statistics.median(ordered):.0f} ms"
    worst = ordered[int(len(ordered) * 0.95)]
    return Result("commit to screen", round(worst, 0), "ms", "< 1000", runs=len(ordered), note=note)


def _screen(browser: Browser, port: int, session: str) -> Page:
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    name, _, value = session.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": f"http://{LOOPBACK}:{port}"}])
    page = context.new_page()
    page.goto(f"http://{LOOPBACK}:{port}{WALL}")
    page.evaluate(NOTE_CHANGES)
    return page


def _commits(environment: dict[str, str]) -> list[float]:
    command = [sys.executable, "-m", "bench.filed_figures", str(COMMITS)]
    said = subprocess.run(command, env=environment, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return [float(line) for line in said.stdout.split()]


def _wait(screen: Page, moment: float) -> float:
    changes = screen.evaluate("window.changes")
    # The screen may have it before the writer has said so.
    return max(0.0, min((at - moment for at in changes if at > moment - 0.2), default=60.0)) * 1000


def _memory(port: int) -> Result:
    """What the processes that serve the pages hold, by the system's own account."""
    sizes = [_resident(process) for process in Path("/proc").glob("[0-9]*") if _serves(process, port)]
    note = f"of {len(sizes)} processes, largest {max(sizes):.0f} MB"
    return Result("memory of the pages", round(sum(sizes), 0), "MB", "< 800", runs=1, note=note)


def _serves(process: Path, port: int) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"granian" in words and str(port).encode() in words and b"wsgi" in words


def _resident(process: Path) -> float:
    found = re.search(r"^VmRSS:\s+(\d+)", (process / "status").read_text(), re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0
