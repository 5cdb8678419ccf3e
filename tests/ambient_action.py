"""Under which action do tests write what they prepare?

What a test prepares by the ORM needs no action of its own; what the product does, does. Only in the tests'
database rows without an action get one of the test's, and only where the test itself writes them: neither
while a request is answered, nor where a function of the product does it, which then has forgotten to act.
"""

import re
import sys
import threading
from collections.abc import Callable, Mapping, Sequence

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations
from django.http import HttpRequest, HttpResponseBase
from psycopg.pq import TransactionStatus

from guatu.kernel.ledger.context import current_action

AMBIENT = """
ALTER FUNCTION ledger_open_action RENAME TO ledger_given_action;
CREATE FUNCTION ledger_open_action(target text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    own uuid := md5('test' || pg_current_xact_id()::text)::uuid;
BEGIN
    IF coalesce(current_setting('guatu.action', true), '') <> ''
            OR coalesce(current_setting('guatu.ambient', true), 'on') = 'off'
            OR current_setting('guatu.product', true) = 'on' THEN
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
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|WITH)\b", re.IGNORECASE)
# Where pytest put the folder of a test on the path, its helpers have names without a dot.
OF_TESTS = re.compile(r"tests[.]|(test_|conftest\b|_pytest\b|pytest)")
# Writes that say that they are part of an action of their caller's.
PARTS = ("insert_record", "insert_records", "update_record", "update_records")
OF_ORM = re.compile(r"[.](models|migrations)\b")
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


def be_strict(connection: BaseDatabaseWrapper, **others: object) -> None:
    """What the product writes over a new connection is refused without an action.

    A server of a test answers in threads of its own; their connections know no ambient action at all.
    """
    if threading.current_thread() is not threading.main_thread():
        _set_ambient("off")
    if refuse_forgotten_actions not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_forgotten_actions)


def refuse_forgotten_actions(
    execute: Callable[..., object],
    statement: object,
    words: object,
    many: bool,
    context: Mapping[str, object],
) -> object:
    """Runs a statement; a write by the product itself gets no ambient action."""
    if current_action() is not None or not WRITES.search(str(statement)) or not _is_by_product():
        return execute(statement, words, many, context)
    connection = context["connection"]
    assert isinstance(connection, BaseDatabaseWrapper)
    # Past Django, so that a test that counts queries counts the product's alone.
    plain = connection.connection
    plain.execute("SET guatu.product = on")
    try:
        return execute(statement, words, many, context)
    finally:
        if plain.info.transaction_status != TransactionStatus.INERROR:
            plain.execute("SET guatu.product = off")


def _is_by_product() -> bool:
    """Whether the test called the product and that wrote; a model's own save is the ORM's."""
    frame, called = sys._getframe(2), ""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if OF_TESTS.match(name):
            break
        if name.startswith(("guatu.", "django.")):
            called = "" if frame.f_code.co_name in PARTS else name
        frame = frame.f_back
    return called.startswith("guatu.") and not OF_ORM.search(called)


def empty_guarded_tables(operations: DatabaseOperations, statements: Sequence[str]) -> None:
    """Empties tables after a test, past the triggers that refuse it."""
    plain = operations.connection.connection
    plain.execute("SET session_replication_role = replica")
    try:
        _flush(operations, statements)
    finally:
        plain.execute("SET session_replication_role = origin")


def empty_ledger() -> None:
    """Lets the ledger begin anew: what other tests wrote there was signed with other keys."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("checkpoint", "leaf", "node", "entry", "personal"):
            cursor.execute(f"DELETE FROM ledger_{table}")
        cursor.execute("SET session_replication_role = origin")
