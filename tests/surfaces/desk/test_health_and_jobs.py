"""Do the pages of health and jobs tell what is wrong, and let the right people do something about it?"""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse

from guatu.base.errors import GuatuError
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.jobs.running import write_failure
from guatu.site.alive import ADDRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def he(db):
    user = User.objects.create_user("he")
    assign_role(user, Role.SYSTEM_ADMIN, by=None)
    return user


@pytest.fixture
def keeper(client, he):
    client.force_login(he)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def failure(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args)"
            " VALUES ('default', 'mail.deliver', 'failed', '{\"letter\": 9}') RETURNING id"
        )
        number = cursor.fetchone()[0]
    write_failure('mail.deliver:{"letter": 9}', "mail.deliver", number, GuatuError("x", "<b>550</b>"), None)
    return Failure.objects.get()


def test_the_machinery_is_kept_by_one_role(client, he):
    for role in Role:
        user = User.objects.create_user(f"user-{role}")
        assign_role(user, role, by=None)
        client.force_login(user)
        expected = 200 if role == Role.SYSTEM_ADMIN else 403
        assert {client.get(reverse(f"desk:{name}")).status_code for name in ("health", "jobs")} == {expected}


def test_its_keeper_begins_with_it(keeper):
    assert keeper.get(reverse("desk:home")).status_code == 200


def test_health_is_told_with_lights_and_what_to_do(keeper):
    page = keeper.get(reverse("desk:health")).content.decode()
    assert "Something has to be done now" in page  # no worker runs in a test
    assert "light--behind" in page
    assert "Nobody works on jobs" in page
    assert "Start “guatu work”" in page


def test_jobs_are_told_and_what_a_server_said_is_no_markup(keeper, failure):
    page = keeper.get(reverse("desk:jobs")).content.decode()
    assert "&lt;b&gt;550&lt;/b&gt;" in page
    assert "Seals new entries of the ledger" in page
    assert "every minute" in page
    assert reverse("desk:job_retry", args=[failure.pk]) in page


def test_a_failed_job_is_run_again(keeper, failure, he):
    page = keeper.post(reverse("desk:job_retry", args=[failure.pk]), follow=True).content.decode()
    assert "It is run again." in page
    failure.refresh_from_db()
    assert (failure.settlement, failure.settled_by) == (Settlement.RETRIED, he)
    assert "mail.deliver" in page
    again = keeper.post(reverse("desk:job_retry", args=[failure.pk]), follow=True).content.decode()
    assert "Somebody has seen to this already." in again


def test_a_failed_job_is_dismissed(keeper, failure):
    page = keeper.post(reverse("desk:job_dismiss", args=[failure.pk]), follow=True).content.decode()
    assert "Dismissed." in page
    assert "No failed job waits for anybody." in page


def test_others_cannot_settle_it(client, auditor, failure):
    client.force_login(auditor)
    for name in ("job_retry", "job_dismiss"):
        assert client.post(reverse(f"desk:{name}", args=[failure.pk])).status_code == 403
    failure.refresh_from_db()
    assert failure.settlement == Settlement.OPEN


def test_whoever_shares_out_requests_learns_yes_or_no_and_nothing_else(client, settings, monkeypatch):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(ADDRESS, headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
    monkeypatch.setattr("guatu.site.alive._answers", lambda: False)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (503, b"unavailable\n")
