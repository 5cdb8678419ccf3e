"""How does a statement of SQL read with its parameters in place, so that anybody can run it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Model, QuerySet
from psycopg import ClientCursor


def with_parameters(sql: str, parameters: Sequence[object] | Mapping[str, object]) -> str:
    """The statement as PostgreSQL would get it from a client that puts the parameters in by itself."""
    connection.ensure_connection()
    with ClientCursor(connection.connection) as cursor:
        return str(cursor.mogrify(sql, parameters))


def counting(rows: QuerySet[Model], distinct: str = "") -> str:
    """The statement that counts these rows, or the different values of a field of theirs."""
    chosen = rows.order_by().values(distinct).distinct() if distinct else rows.order_by().values("pk")
    sql, parameters = chosen.query.sql_with_params()
    inner = with_parameters(sql, parameters)
    return f"SELECT count(*) FROM (\n{inner}\n) counted"  # noqa: S608 - Django's own statement
