"""Under which action do tests write what they prepare?

What a test prepares by the ORM needs no action of its own; what a page does, does. Only in the tests'
database, and only while no request is answered, rows without an action get one of the test's.
"""

import threading
from collections.abc import Callable, Sequence

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations
from django.http import HttpRequest, HttpResponseBase
from psycopg.pq import TransactionStatus

AMBIENT = """
ALTER FUNCTION ledger_open_action RENAME TO ledger_given_action;
CREATE FUNCTION ledger_open_action(target text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    own uuid := md5('test' || pg_current_xact_id()::text)::uuid;
BEGIN
    IF coalesce(current_setting('guatu.action', true), '') <> ''
            OR coalesce(current_setting('guatu.ambient', true), 'on') = 'off' THEN
        RETURN ledger_given_action(target);
    END IF;
    IF NOT EXISTS (SELECT FROM ledger_entry WHERE relation = 'ledger_action' AND action = own) THEN
        INSERT INTO ledger_entry (xact, action, relation, key, op, after)
        VALUES (ledger_xact(), own, 'ledger_action', to_json(own)::text, 'insert', json_build_object(
            'verb', 'test.prepare', 'actor', NULL, 'happened_at', now(), 'recorded_at', now(),
            'db_user', session_user));
    END IF;
    RETURN own;
END
$$;
"""
_flush = DatabaseOperations.execute_sql_flush


class NoAmbientAction:
    """While a page is answered, a write without an action is refused as in the product."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request."""
        _set_ambient("off")
        try:
            return self.get_response(request)
        finally:
            _set_ambient("on" if threading.current_thread() is threading.main_thread() else "off")


def _set_ambient(value: str) -> None:
    # Past Django, so that a test that counts queries counts the page's alone.
    plain = connections["default"].connection
    if plain is not None and plain.info.transaction_status != TransactionStatus.INERROR:
        plain.execute(f"SET guatu.ambient = {value}")


def be_strict_in_servers(connection: BaseDatabaseWrapper, **others: object) -> None:
    """A server of a test answers in threads of its own; their connections know no ambient action."""
    if threading.current_thread() is not threading.main_thread():
        _set_ambient("off")


def empty_guarded_tables(operations: DatabaseOperations, statements: Sequence[str]) -> None:
    """Empties tables after a test, past the triggers that refuse it."""
    plain = operations.connection.connection
    plain.execute("SET session_replication_role = replica")
    try:
        _flush(operations, statements)
    finally:
        plain.execute("SET session_replication_role = origin")
