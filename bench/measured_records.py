"""What do a million records cost the numbers made of them? The process behind `bench_measures`."""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import django

django.setup()

# Models exist only from here on.
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402

from bench.result import Result  # noqa: E402
from guatu.base import clock  # noqa: E402
from guatu.kernel.ledger.context import action  # noqa: E402
from guatu.kernel.measures import registry  # noqa: E402
from guatu.kernel.measures.models import StoredObservation, Touch  # noqa: E402
from guatu.kernel.measures.recomputing import form_touched, recompute  # noqa: E402
from guatu.kernel.measures.store import read, says_the_same  # noqa: E402
from guatu.zone.enterprises.models import Enterprise, Visit  # noqa: E402

RECORDS = 1_000_000
COMMITS = 200
DAYS, TARGETS = 40, 25
CODE = "enterprise_visits"
GOAL, GOAL_ALL = "< 1000", "< 5"
FIRST, LAST = date(2017, 1, 1), date(2019, 6, 28)
SEED = 20190718

# Handed in on two days a month of 2019, as lists are; each tells of visits up to its own day.
FILL = """
INSERT INTO enterprises_visit (search_text, provenance, demonstration, recorded_at, changed_at, number,
    state, planned_on, made_on, made_recorded_at, exception_reason, enterprise_id, visitor_id, others, topic,
    findings)
SELECT '', '{}', true, handed_in, handed_in, 'b' || n, 'made', made_on, made_on, handed_in, '',
    (%(firms)s::bigint[])[1 + (n * 104729) %% array_length(%(firms)s::bigint[], 1)], %(person)s, '', 'x', ''
FROM generate_series(1, %(records)s::bigint) n
CROSS JOIN LATERAL (SELECT (%(batches)s::timestamptz[])[1 + n %% %(count)s] AS handed_in) batch
CROSS JOIN LATERAL (
    SELECT greatest(%(first)s::date, handed_in::date - 1 - ((n * 7919) %% 700)::int) AS made_on
) day
"""
TOUCH = "INSERT INTO measures_touch (topic, moment) SELECT 'visits', unnest(%s::timestamptz[])"
PLAIN = """
SELECT count(*) FROM enterprises_visit WHERE state = 'made' AND made_on BETWEEN '2019-01-01' AND '2019-06-30'
    AND coalesce(made_recorded_at, recorded_at) <= %s
"""
VIEW = """
CREATE MATERIALIZED VIEW visits_by_month AS
SELECT date_trunc('month', made_on) AS month, count(*) AS visits FROM enterprises_visit
WHERE state = 'made' GROUP BY 1
"""
OF_VIEW = "SELECT sum(visits) FROM visits_by_month WHERE month BETWEEN '2019-01-01' AND '2019-06-30'"


def main() -> None:
    """Fills, proves, measures; each result is a line of JSON."""
    fill()
    pairs = prove()
    note = f"equal to the records at {pairs} random pairs of measure and day"
    for result in measure(note):
        print(json.dumps(result.as_json()), flush=True)


def say(words: str) -> None:
    """What the process does, for whoever waits."""
    print(words, file=sys.stderr, flush=True)


def fill() -> None:
    """A million visits past the triggers, which would only ledger them, and what the triggers would note."""
    batches = [
        datetime(2019, month, day, 9, tzinfo=clock.ZONE_TIME) for month in range(1, 8) for day in (1, 15)
    ]
    batches = [moment for moment in batches if moment <= clock.now()]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        firms = list(Enterprise.objects.values_list("pk", flat=True))
        person = User.objects.earliest("pk").pk
        words: dict[str, Any] = {"records": RECORDS, "batches": batches, "count": len(batches)}
        cursor.execute(FILL, words | {"first": FIRST, "firms": firms, "person": person})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE enterprises_visit")
        cursor.execute(TOUCH, [batches])
    say(f"filled; forming the numbers as of {len(batches)} moments")
    form_touched()
    recompute()
    say("formed; comparing with the records")
    assert not Touch.objects.exists()


def prove() -> int:
    """Compares the store with the records at random measures and days; an error where one differs."""
    chosen = random.Random(SEED)
    codes = sorted(set(StoredObservation.objects.values_list("measure", flat=True)) - {CODE})
    pairs = 0
    for _ in range(DAYS):
        moment = clock.end_of(date(2019, 1, 2) + timedelta(days=chosen.randrange(197)))
        some = [CODE, *chosen.sample(codes, TARGETS - 1)]
        stored = read(registry.entries(some), moment)
        assert set(stored) == set(some), f"not all stored as of {moment}: {set(some) - set(stored)}"
        told = registry.from_sources(some, known_at=moment)
        for code in some:
            one = sorted((o.restated or o for o in stored[code] if not o.part), key=lambda o: o.period)
            assert len(one) == len(told[code]), (code, moment)
            assert all(says_the_same(a, b) for a, b in zip(one, told[code], strict=True)), (code, moment)
            pairs += 1
    return pairs


def measure(note: str) -> Iterator[Result]:
    """Commit to readable, beside plain SQL and a view; everything anew; memory."""
    view = f"{COMMITS // 10} commits"
    ours = [commit_and_read() for _ in range(COMMITS)]
    plain = [commit_and(lambda: ask(PLAIN, [clock.now()])) for _ in range(COMMITS // 10)]
    with connection.cursor() as cursor:
        cursor.execute(VIEW)
    views = [commit_and(refresh) for _ in range(COMMITS // 10)]
    rows = (("p50", statistics.median, ""), ("p99", p99, GOAL))
    for name, of, goal in rows:
        for peer, times in (("plain SQL at each reading", plain), ("a materialized view", views)):
            floor = of(times)
            told = f"{name}; {note}; the peer: {view}"
            value = of(ours)
            yield Result(
                f"commit to new value readable, {RECORDS:,} records, {name}",
                round(value, 1), "ms", goal or "the same within the second", peer, round(floor, 1),
                round(value / floor, 3), COMMITS, told,
            )  # fmt: skip
    begun = time.perf_counter()
    formed = recompute()
    assert not formed.added, formed
    seconds = time.perf_counter() - begun
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute("REFRESH MATERIALIZED VIEW visits_by_month")
        refreshed = time.perf_counter() - begun
    codes = len([entry for entry in registry.entries() if entry.topic])
    yield Result(
        f"all {codes} measures formed anew at {RECORDS:,} records", round(seconds, 2), "s", GOAL_ALL,
        "refreshing one materialized view", round(refreshed, 2), round(seconds / refreshed, 2), 1, note,
    )  # fmt: skip
    now = clock.now()
    wall = [m.code for m in registry.all_measures()]
    reading = [timed(lambda: registry.observations_of(wall, known_at=now)) for _ in range(30)]
    sources = [timed(lambda: registry.from_sources(wall, known_at=now)) for _ in range(3)]
    yield Result(
        f"reading all {len(wall)} measures", round(statistics.median(reading), 1), "ms", "< 100",
        "computing them from the records", round(statistics.median(sources), 1),
        round(statistics.median(reading) / statistics.median(sources), 4), 30, "median",
    )  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Result("memory of the process that forms", round(peak), "MB", "< 300", note="at its peak")


def commit_and_read() -> float:
    """Milliseconds from the commit of one visit to its number, formed and read."""
    before = value()
    took = commit_and(lambda: None, reads=value)
    assert value() == before + 1
    assert not Touch.objects.exists(), "read from the source: not formed"
    return took


def commit_and(work: Callable[[], object], reads: Callable[[], object] = lambda: None) -> float:
    """Milliseconds from the commit of one visit until `work` and the reading are done."""
    moment = clock.now()
    with action("bench.visit", by=None):
        last = Visit.objects.order_by("-pk").first()
        assert last is not None
        Visit.objects.create(
            number=f"c{last.pk + 1}", enterprise_id=last.enterprise_id, visitor_id=last.visitor_id, topic="x",
            state="made", planned_on=LAST, made_on=LAST, made_recorded_at=moment, recorded_at=moment,
            changed_at=moment,
        )  # fmt: skip
        begun = time.perf_counter()
    work()
    reads()
    return (time.perf_counter() - begun) * 1000


def value() -> int:
    """The number of visits from January to June 2019 as pages read it."""
    found = registry.observations(CODE, known_at=clock.now())
    return int(next(o.value.amount for o in found if o.period.code == "2019M01-06"))  # type: ignore[union-attr]


def refresh() -> None:
    """The peer: the whole view is computed again."""
    ask("REFRESH MATERIALIZED VIEW visits_by_month; " + OF_VIEW, [])


def ask(statement: str, words: Sequence[object]) -> None:
    """Runs a statement and takes what it gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, words or None)  # type: ignore[arg-type]
        if cursor.description:
            cursor.fetchall()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that the work takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def p99(times: Sequence[float]) -> float:
    """The 99th percentile; of few, the worst."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


if __name__ == "__main__":
    main()
