"""How do the triggers come onto the tables that numbers are made of? After every migration."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper

from guatu.kernel.measures import registry
from guatu.kernel.measures.watching import Watch

PRESENT = """
SELECT proname FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'measures\\_touch\\_%'
"""
NEW_MEASURES = """
WITH stored AS (
    SELECT a.topic, f.measure IS NOT NULL AS formed FROM unnest(%s::text[], %s::text[]) a(topic, code)
    LEFT JOIN measures_fillstate f ON f.measure = a.code AND f.period = ''
)
INSERT INTO measures_touch (topic) SELECT topic FROM stored GROUP BY topic
HAVING bool_or(formed) AND NOT bool_and(formed)
"""
WHOLE = """
SELECT p.proname FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid AND t.tgenabled IN ('O', 'A')
WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'measures\\_touch\\_%'
GROUP BY p.oid HAVING count(*) = 3
"""
TOPICS_THERE = """
INSERT INTO measures_touch (topic) SELECT DISTINCT {topic} FROM {table} r {joined}
"""


def install(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Puts the triggers on every watched table that lacks them; gives the tables.

    What is in a table already counts as touched now: its numbers are formed with the next round.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(PRESENT)
        present = {str(name) for (name,) in cursor.fetchall()}
        there = [watch for watch in registry.watches() if _is_there(cursor, watch)]
        lacking = [watch for watch in there if watch.function not in present]
        for watch in lacking:
            cursor.execute(watch.sql)
            cursor.execute(TOPICS_THERE.format(topic=watch.topic, table=watch.table, joined=watch.joined))
        _touch_new(cursor)
        for function in sorted(present - {watch.function for watch in there}):
            cursor.execute(f"DROP FUNCTION {function} CASCADE")
    return [watch.table for watch in lacking]


def _touch_new(cursor: CursorWrapper) -> None:
    """A measure without numbers whose topic has some is new in this version: its topic counts as touched."""
    entries = [entry for entry in registry.entries() if entry.topic]
    words = [[entry.topic for entry in entries], [entry.measure.code for entry in entries]]
    cursor.execute(NEW_MEASURES, words)


def untriggered() -> list[str]:
    """The watched tables whose triggers are missing or switched off."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(WHOLE)
        present = {str(name) for (name,) in cursor.fetchall()}
    return sorted({watch.table for watch in registry.watches() if watch.function not in present})


def _is_there(cursor: CursorWrapper, watch: Watch) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [watch.table])
    return bool(cursor.fetchone() == (True,))
