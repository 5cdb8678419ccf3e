"""What every test may use: a database of its own, a browser, and the shared source texts if they lie near."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.signals import connection_created
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from guatu.site.database_url import read_database_url
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.cluster import start_cluster
from guatu.site.postgres.place import choose_place
from tests.ambient_action import AMBIENT, be_strict, empty_guarded_tables

pytest_plugins = ["tests.live_stream"]

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed plan, the corpus and the gold annotations; skips where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "seed").is_dir():
        pytest.skip("the source texts (../shared) are not beside this checkout")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    # In a test nothing is collected, Django's own test server serves scripts and styles from where they were
    # built, and no password is worth guarding.
    settings.MIDDLEWARE.insert(0, "tests.ambient_action.NoAmbientAction")
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")
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


@pytest.fixture(autouse=True)
def _requests_are_answered(request: pytest.FixtureRequest) -> Iterator[None]:
    # A page that is closed in the middle of a request leaves it running in the server's thread, where it
    # holds tables that the end of the test is about to empty: that waits for its end.
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    running: list[int] = []
    begin, end = (lambda **_: running.append(1)), (lambda **_: running and running.pop())
    request_started.connect(begin)
    request_finished.connect(end)
    yield
    until = time.monotonic() + 10
    while running and time.monotonic() < until:
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Lets tests prepare rows by the ORM, and empty tables that the ledger guards."""
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(AMBIENT)
    connection_created.connect(be_strict)
    be_strict(connections["default"])
    DatabaseOperations.execute_sql_flush = empty_guarded_tables


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser of the system; a test that needs it fails without it, because a skipped proof is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return Path(found)
    pytest.fail("Chromium is missing: sudo apt-get install chromium fonts-noto-cjk fontconfig")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for all tests of this process."""
    # Playwright keeps an event loop in this thread; the tests' own queries beside it are still synchronous.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=chromium, args=options)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1280 pixels wide; what its scripts complain of fails the test at its end."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(15_000)
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def troubled_page(browser: Browser) -> Iterator[Page]:
    """A page whose requests may fail: the browser's own word of it in the console is no complaint."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
