"""Are changes announced with the commit, once, and not at all when it fails?"""

import psycopg
import pytest
from django.db import connection, transaction

from guatu.kernel.notices import CHANNEL, announce


@pytest.fixture
def listener(transactional_db):
    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    parameters.pop("context", None)
    with psycopg.connect(**parameters, autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        yield listening


def heard(listening: psycopg.Connection) -> list[str]:
    return [notice.payload for notice in listening.notifies(timeout=0.3)]


def test_a_topic_is_heard_once_after_the_commit(listener):
    with transaction.atomic():
        announce("figures")
        announce("figures")
        announce("plan:12")
        assert heard(listener) == []
    assert heard(listener) == ["figures", "plan:12"]


def test_a_rolled_back_action_says_nothing(listener):
    with transaction.atomic():
        announce("figures")
        transaction.set_rollback(True)
    assert heard(listener) == []


@pytest.mark.parametrize("topic", ["", "Figures", "a b", "x" * 65, "a\n"])
def test_a_topic_is_one_plain_word(topic):
    with pytest.raises(ValueError, match="not a topic"):
        announce(topic)
