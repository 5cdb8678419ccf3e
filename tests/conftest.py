"""What every test may use: a database of its own, and the shared source texts where they lie near."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from guatu.site.database_url import read_database_url
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.cluster import start_cluster
from guatu.site.postgres.place import choose_place

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed plan, the corpus and the gold annotations; skips where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "seed").is_dir():
        pytest.skip("the source texts (../shared) are not beside this checkout")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _quick_settings() -> None:
    # Nothing is collected and no password is worth guarding in a test.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def throw_away_database() -> Iterator[str]:
    """The address of a PostgreSQL for this test process alone, or of the one that DATABASE_URL names."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    # pytest's own temporary folders are closed to the account that runs PostgreSQL for root.
    with tempfile.TemporaryDirectory(prefix="guatu-test-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        cluster = start_cluster(choose_place(find_binaries(), home), throw_away=True)
        yield cluster.url
        cluster.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    throw_away_database: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Points Django at that database before pytest-django makes its test database there."""
    chosen = connections.settings["default"]
    name = chosen["TEST"]["NAME"]
    chosen |= read_database_url(throw_away_database)
    chosen["OPTIONS"].pop("pool", None)  # a pool's threads would outlive the test database
    chosen["TEST"]["NAME"] = name
