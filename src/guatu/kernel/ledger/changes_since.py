"""Was anything written to these tables since somebody looked? So long as not, what is kept of them is good.

The ledger has an entry for every write, with its transaction; a snapshot says which transactions were seen.
So nothing that was committed meanwhile is missed, however late it comes after its number was drawn.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

NOW = "SELECT pg_current_snapshot()::text"
SINCE = """
SELECT pg_current_snapshot()::text, EXISTS (
    SELECT FROM ledger_entry e
    WHERE e.xact >= pg_snapshot_xmin(%(seen)s::pg_snapshot)::text::bigint
        AND e.relation = ANY(%(tables)s)
        AND NOT pg_visible_in_snapshot(e.xact::text::xid8, %(seen)s::pg_snapshot)
)
"""


def snapshot() -> str:
    """What has been committed by now, as PostgreSQL writes it; take it before reading what is to be kept."""
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return str(cursor.fetchone()[0])


def changed_since(seen: str, tables: Collection[str]) -> tuple[bool, str]:
    """Whether a write to one of the tables was committed that `seen` did not see, and the snapshot of now."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"seen": seen, "tables": list(tables)})
        now, changed = cursor.fetchone()
    return bool(changed), str(now)
