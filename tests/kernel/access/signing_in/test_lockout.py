"""Is somebody who guesses kept out, told for how long, and written down?"""

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client, override_settings

from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.actions import unlock
from guatu.kernel.access.signing_in.lockout import locks_of
from tests.kernel.access.signing_in.people import PASSWORD, account, actors, sign_in, verbs, whole_ledger

pytestmark = pytest.mark.django_db
WRONG = "not my password 1"


def guess(client: Client, times: int, name: str = "zhou", **others):
    for _n in range(times):
        answer = sign_in(client, name, WRONG, **others)
    return answer


def test_a_wrong_password_says_so_and_not_which_half_was_wrong(client):
    account()
    known, unknown = sign_in(client, "zhou", WRONG), sign_in(client, "nobody", WRONG)
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_five_failures_lock_the_account_at_that_address_for_twenty_minutes(client):
    account()
    assert guess(client, 4).status_code == 200
    locked = guess(client, 1)
    assert locked.status_code == 429
    assert locked.context["minutes"] == 20
    assert "20" in locked.content.decode()
    right = sign_in(client)
    assert right.status_code == 429
    assert "_auth_user_id" not in client.session


def test_the_page_names_whom_to_ask_in_the_zones_words(client):
    account()
    with override_settings(ACCESS_HELP="信息中心 8-1234"):
        assert "信息中心 8-1234" in guess(client, 5).content.decode()


def test_somebody_elsewhere_cannot_lock_the_owner_out(client):
    account()
    guess(client, 6, REMOTE_ADDR="198.51.100.7")
    assert sign_in(client).status_code == 302


def test_the_lock_opens_by_itself_and_the_count_begins_anew(client):
    account()
    guess(client, 5)
    AccessAttempt.objects.update(attempt_time=datetime.now(UTC) - timedelta(minutes=21))
    assert guess(client, 1).status_code == 200
    assert locks_of("zhou").get().failures_since_start == 1
    assert sign_in(client).status_code == 302


def test_coming_in_begins_the_count_anew(client):
    account()
    guess(client, 4)
    sign_in(client)
    assert not locks_of("zhou").exists()


def test_the_security_administrator_unlocks(client):
    user = account()
    guess(client, 5)
    administrator = account("anquan", Role.SECURITY_ADMIN)
    desk = Client()
    desk.force_login(administrator)
    assert "127.0.0.1" in desk.get(f"/accounts/{user.pk}/").content.decode()
    desk.post(f"/accounts/{user.pk}/unlock/")
    assert sign_in(client).status_code == 302
    assert actors("access.unlock") == [administrator.pk]


def test_unlocking_opens_all_addresses(client):
    user = account()
    for address in ("198.51.100.7", "198.51.100.8"):
        guess(client, 5, REMOTE_ADDR=address)
    assert unlock(user, by=None) == 2


def test_every_failure_is_an_action_of_nobody_with_the_name_and_without_the_password(client):
    account()
    guess(client, 6)
    assert actors("access.sign_in_failed") == [None] * 6
    told = whole_ledger()
    assert WRONG not in told
    assert "zhou" in told
    assert WRONG not in "".join(f"{row.post_data}{row.get_data}" for row in AccessAttempt.objects.all())


def test_a_failure_for_a_name_that_does_not_exist_is_written_down_too(client):
    sign_in(client, "nobody", WRONG)
    assert "access.sign_in_failed" in verbs()
    assert locks_of("nobody").get().failures_since_start == 1


def test_an_account_switched_off_is_no_way_in(client):
    account()
    User.objects.update(is_active=False)
    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


def test_one_account_cannot_be_tried_from_many_addresses_without_end(client):
    account()
    answers = [
        sign_in(client, "zhou", WRONG, REMOTE_ADDR=f"198.51.{number // 200}.{number % 200 + 1}")
        for number in range(62)
    ]
    assert len(actors("access.sign_in_failed")) == 60
    assert "password" not in answers[-1].context["form"].errors.as_text()
    assert sign_in(client, "zhou", PASSWORD, REMOTE_ADDR="198.51.100.99").status_code == 200


def test_one_address_cannot_try_many_accounts_without_end(client):
    answers = [sign_in(client, f"name{number}", WRONG) for number in range(32)]
    assert len(actors("access.sign_in_failed")) == 30
    assert answers[-1].status_code == 200


@pytest.mark.parametrize("name", ["", " ", "x" * 151, "zhou\0", "' OR 1=1 --"])
def test_odd_names_are_refused_without_an_error(client, name):
    account()
    assert sign_in(client, name, WRONG).status_code == 200
