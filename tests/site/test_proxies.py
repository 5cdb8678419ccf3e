"""Whose word counts for the address that a request comes from?"""

import importlib
import sys

import pytest

WSGI = "guatu.site.wsgi"
CLAIM = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7", "HTTP_X_FORWARDED_PROTO": "https"}


@pytest.fixture
def address_seen(monkeypatch):
    """Serves one request as the pages are served, and returns the address that Guatu sees."""

    def see(proxies: str, address: str) -> str:
        seen: list[str] = []
        monkeypatch.setenv("GUATU_PROXIES", proxies)
        monkeypatch.setattr(
            "django.core.wsgi.get_wsgi_application",
            lambda: lambda environ, start: seen.append(environ["REMOTE_ADDR"]),
        )
        sys.modules.pop(WSGI, None)
        application = importlib.import_module(WSGI).application
        application({"REMOTE_ADDR": address, "wsgi.url_scheme": "http", **CLAIM}, None)
        return seen[0]

    yield see
    # Whoever needs it next reads it as this installation is set up.
    sys.modules.pop(WSGI, None)


def test_a_named_proxy_says_where_a_request_comes_from(address_seen):
    assert address_seen("10.0.0.1,10.0.0.2", "10.0.0.1") == "198.51.100.7"


def test_anybody_else_says_it_in_vain(address_seen):
    assert address_seen("10.0.0.1", "203.0.113.66") == "203.0.113.66"


def test_without_a_proxy_nobody_is_believed(address_seen):
    assert address_seen("", "203.0.113.66") == "203.0.113.66"
