"""Does an open page hear of a change, and only a page of ours?"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import TypeVar

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.signing import TimestampSigner
from django.test import RequestFactory

from guatu.kernel.notices import CHANNEL, SALT, stream_address, ticket_holder
from guatu.site.live.application import Live
from guatu.site.live.audience import EVERYTHING, MOST_PENDING, Audience
from guatu.site.ports import LOOPBACK, free_port
from guatu.site.serving import live_command
from guatu.site.supervision import start_child

T = TypeVar("T")
LISTENERS = "FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'"
ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def live_port(throw_away_database, tmp_path_factory):
    port = free_port(8700 + os.getpid() % 1000)
    folder = tmp_path_factory.mktemp("live")
    environment = {
        **os.environ,
        "DATABASE_URL": throw_away_database,
        "DJANGO_SETTINGS_MODULE": "guatu.site.settings",
        "GUATU_ORIGINS": ORIGIN,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    child = start_child(
        "live", live_command(LOOPBACK, port), log=folder / "live.log", environment=environment, folder=folder
    )
    until = time.monotonic() + 20
    while health(port)[0] != 200:
        assert time.monotonic() < until, child.last_lines(20)
        assert not child.ended(), child.last_lines(20)
        time.sleep(0.05)
    yield port
    assert child.stop(signal.SIGTERM, patience_s=5), "the stream did not end when asked to"


def health(port: int) -> tuple[int, str]:
    try:
        connection = HTTPConnection(LOOPBACK, port, timeout=5)
        connection.request("GET", "/live/health")
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
    except OSError:
        return 0, ""
    return answer.status, text


def ticket() -> str:
    return TimestampSigner(salt=SALT).sign("1")


@contextmanager
def opened(port: int, token: str, **headers: str):
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    connection.request("GET", f"/live/stream?token={token}", headers=headers)
    answer = connection.getresponse()
    try:
        yield answer
    finally:
        answer.close()
        connection.close()


def notify(url: str, *topics: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for topic in topics:
            connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


def next_event(answer: HTTPResponse) -> dict[str, list[str]]:
    while True:
        line = answer.readline().decode()
        assert line, "the stream ended"
        if line.startswith("data: "):
            return json.loads(line.removeprefix("data: "))


def test_a_page_hears_a_change_within_a_second(live_port, throw_away_database):
    with opened(live_port, ticket(), Origin=ORIGIN) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert answer.readline() == b"retry: 3000\n"
        started = time.monotonic()
        notify(throw_away_database, "figures")
        assert next_event(answer) == {"topics": ["figures"]}
        assert time.monotonic() - started < 1


def test_every_page_hears_and_what_comes_together_goes_out_together(live_port, throw_away_database):
    with opened(live_port, ticket()) as one, opened(live_port, ticket()) as other:
        one.readline(), other.readline()
        notify(throw_away_database, "plan:1", "plan:2", "plan:1")
        for answer in (one, other):
            heard = next_event(answer)["topics"]
            while heard != ["plan:1", "plan:2"]:
                heard = sorted({*heard, *next_event(answer)["topics"]})


def test_what_is_one_persons_is_heard_by_that_person_alone(live_port, throw_away_database):
    other = TimestampSigner(salt=SALT).sign("11")
    with opened(live_port, ticket()) as own, opened(live_port, other) as others:
        own.readline(), others.readline()
        notify(throw_away_database, "notices:1", "figures")
        assert next_event(own) == {"topics": ["figures", "notices:1"]}
        assert next_event(others) == {"topics": ["figures"]}


def test_a_page_that_goes_is_forgotten(live_port):
    with opened(live_port, ticket()) as answer:
        answer.readline()
        assert health(live_port)[1].split()[1] != "0"
    until = time.monotonic() + 5
    while health(live_port)[1].split()[1] != "0":
        assert time.monotonic() < until, health(live_port)
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("token", "origin"), [("", ORIGIN), ("1:forged:token", ORIGIN), (None, "http://elsewhere.example")]
)
def test_strangers_hear_nothing(live_port, token, origin):
    with opened(live_port, ticket() if token is None else token, Origin=origin) as answer:
        assert answer.status == 403


def test_the_stream_survives_the_database_going_away(live_port, throw_away_database):
    with opened(live_port, ticket()) as answer:
        answer.readline()
        with psycopg.connect(throw_away_database, autocommit=True) as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}")
        assert next_event(answer) == {"topics": [EVERYTHING]}
        notify(throw_away_database, "figures")
        assert next_event(answer) == {"topics": ["figures"]}


def test_only_who_signed_in_gets_an_address(settings):
    request = RequestFactory().get("/")
    settings.LIVE_URL = "http://127.0.0.1:8001/live/stream"
    request.user = AnonymousUser()
    assert stream_address(request) == ""
    request.user = User(pk=7)
    assert stream_address(request).startswith("http://127.0.0.1:8001/live/stream?token=7%3A")
    settings.LIVE_URL = ""
    assert stream_address(request) == ""


def test_a_ticket_of_yesterday_is_no_ticket(monkeypatch):
    old = ticket()
    assert ticket_holder(old) == "1"
    later = time.time() + 12 * 60 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert ticket_holder(old) is None


def run_apart(coroutine: Coroutine[None, None, T]) -> T:
    # Playwright, once started for another test, keeps a loop in this thread for the rest of the session.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def overheard(requests: list[dict[str, object]], *, seconds: float) -> str:
    # One request to the application itself, with a heartbeat that a test can wait for.
    live = Live("postgresql:///nowhere", origins=set(), heartbeat_s=0.02)
    sent: list[bytes] = []

    async def receive():
        if requests:
            return requests.pop(0)
        await asyncio.sleep(seconds)
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message.get("body", b""))

    query = f"token={ticket()}".encode()
    await live(
        {"type": "http", "method": "GET", "path": "/live/stream", "headers": [], "query_string": query},
        receive,
        send,
    )
    return b"".join(sent).decode()


def test_a_quiet_stream_says_that_it_is_still_here():
    heard = run_apart(overheard([{"type": "http.request", "body": b""}], seconds=0.2))
    assert heard.count(": still here") >= 3


def test_a_page_that_lags_far_behind_is_told_to_look_at_everything():
    async def lag() -> list[str]:
        audience = Audience()
        with audience.join() as client:
            for number in range(MOST_PENDING + 1):
                audience.tell({f"plan:{number}"})
            return await client.next_topics()

    assert run_apart(lag()) == [EVERYTHING]


def test_more_pages_than_the_limit_are_turned_away():
    async def crowd() -> tuple[bool, bool, int]:
        audience = Audience(most=1)
        with audience.join():
            full = audience.full
        return full, audience.full, len(audience)

    assert run_apart(crowd()) == (True, False, 0)
