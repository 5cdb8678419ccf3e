"""How soon do the pages answer (the wall: bench_wall), one reader at a time and sixteen at once?

The floor is the sign-in page in the same run: it has a form and no query. The readers are threads of one
Python process on the same two cores, so sixteen at once also measure them.
"""

import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.result import Result
from bench.throw_away_zone import demonstration_zone, served_pages
from guatu.site.demo import ACCOUNTS, PASSWORD
from guatu.site.ports import LOOPBACK

FLOOR = "/sign-in/"
PAGES = (
    ("list of plans", "/plans/", 100),
    ("a target", "", 100),
    ("review of a plan", "/plans/2/review", 100),
    ("published figures", "/figures/", 100),
)
ALONE, TOGETHER, READERS = 30, 160, 16


def measure() -> Iterator[Result]:
    """Two rows a page: the median of one reader, the 95th percentile of sixteen."""
    with demonstration_zone() as environment, served_pages(environment) as port:
        session = sign_in(port)
        floor_alone, floor_together = alone(port, FLOOR, ""), together(port, FLOOR, "")
        for name, path, goal in PAGES:
            where = path or _first_target(port, session)
            one, many = alone(port, where, session), together(port, where, session)
            yield Result(
                f"{name}, one reader",
                round(one, 1),
                "ms",
                f"< {goal}",
                "the sign-in page",
                round(floor_alone, 1),
                round(one / floor_alone, 1),
                ALONE,
                "median",
            )
            yield Result(
                f"{name}, {READERS} readers",
                round(many, 1),
                "ms",
                f"< {goal}",
                "the sign-in page",
                round(floor_together, 1),
                round(many / floor_together, 1),
                TOGETHER,
                "p95",
            )


def sign_in(port: int) -> str:
    """The session cookie of the supervision office."""
    connection = HTTPConnection(LOOPBACK, port)
    connection.request("GET", FLOOR)
    form = connection.getresponse()
    page = form.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    cookies = [line.split(";")[0] for line in form.headers.get_all("Set-Cookie") or []]
    fields = {"username": ACCOUNTS[0].username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    headers = {"Cookie": "; ".join(cookies), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", FLOOR, urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    given = [line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
    return next(cookie for cookie in given if cookie.startswith("sessionid="))


def _first_target(port: int, session: str) -> str:
    connection = HTTPConnection(LOOPBACK, port)
    connection.request("GET", "/wall/", headers={"Cookie": session})
    found = re.search(r'href="(/wall/targets/\d+/)', connection.getresponse().read().decode())
    assert found is not None
    return found[1]


def alone(port: int, path: str, session: str) -> float:
    """The median of one reader, in ms."""
    return statistics.median(times_of(port, path, session, ALONE))


def together(port: int, path: str, session: str) -> float:
    """The 95th percentile of sixteen readers at once, in ms."""
    with ThreadPoolExecutor(READERS) as readers:
        share = TOGETHER // READERS
        found = readers.map(lambda _: times_of(port, path, session, share), range(READERS))
        times = sorted(time for reader in found for time in reader)
    return times[int(len(times) * 0.95)]


def times_of(port: int, path: str, session: str, runs: int) -> list[float]:
    """How long each of so many answers took on one connection, in ms."""
    connection = HTTPConnection(LOOPBACK, port, timeout=60)
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": session} if session else {})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status == 200, (path, answer.status)
    return times
