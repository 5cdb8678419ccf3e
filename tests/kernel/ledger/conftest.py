"""A ledger of its own for each test: a fresh database, with tables that belong to no application."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from plain_ledger import TEMPLATE, Connected, apply_schema, replaced

from guatu.kernel.ledger.checkpoints import Notary, open_notary


@pytest.fixture(scope="session")
def ledger_template(throw_away_database: str) -> Iterator[str]:
    """The server's address; the database TEMPLATE on it has the ledger and the tables."""
    maintenance = replaced(throw_away_database, "postgres")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
        with psycopg.connect(replaced(throw_away_database, TEMPLATE)) as inside:
            apply_schema(inside)
        yield maintenance
        connection.execute(f"DROP DATABASE {TEMPLATE}")


@pytest.fixture
def ledger_url(ledger_template: str) -> Iterator[str]:
    """The address of a fresh database with an empty ledger."""
    name = f"ledger_{uuid4().hex[:12]}"
    with psycopg.connect(ledger_template, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        yield replaced(ledger_template, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Connected]:
    with psycopg.connect(ledger_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def notary(tmp_path: Path) -> Notary:
    return open_notary("guatu/test", tmp_path / "key", tmp_path / "checkpoints", "SHA-256")
