"""Does a session end when it should, is it listed, and can it be ended from elsewhere?"""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.actions import clear_lapsed
from guatu.kernel.access.signing_in.models import SignIn
from guatu.kernel.access.signing_in.sittings import device_of
from tests.kernel.access.signing_in.people import account, actors, sign_in, verbs, whole_ledger

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0"
)


@pytest.fixture
def clock_of_sessions(monkeypatch):
    """Moves the time that sessions measure, in Django and here."""
    moved = [0.0]
    real = time.time

    def forward(seconds: float) -> None:
        moved[0] += seconds
        for session in Session.objects.all():
            session.expire_date = session.expire_date.fromtimestamp(
                session.expire_date.timestamp() - seconds, session.expire_date.tzinfo
            )
            session.save()

    monkeypatch.setattr("guatu.kernel.access.signing_in.sittings.time.time", lambda: real() + moved[0])
    return forward


def left(client: Client) -> int:
    return client.get("/account/left/").json()["left_s"]


def test_a_session_rests_for_half_an_hour(client, clock_of_sessions):
    account()
    sign_in(client)
    assert 29 * 60 < left(client) <= 30 * 60
    clock_of_sessions(29 * 60)
    assert client.get("/account/").status_code == 200
    clock_of_sessions(29 * 60)
    assert client.get("/account/").status_code == 200
    clock_of_sessions(30 * 60 + 1)
    assert client.get("/account/")["Location"] == "/sign-in/?next=/account/"


def test_how_long_is_a_setting(client, clock_of_sessions, settings):
    settings.IDLE_MINUTES = 5
    account()
    sign_in(client)
    clock_of_sessions(5 * 60 + 1)
    assert client.get("/account/").status_code == 302


def test_asking_how_long_is_left_does_not_make_it_longer(client, clock_of_sessions):
    account()
    sign_in(client)
    clock_of_sessions(20 * 60)
    assert 9 * 60 < left(client) <= 10 * 60
    assert left(client) <= 10 * 60
    assert client.post("/account/stay/").json()["left_s"] > 29 * 60
    assert left(client) > 29 * 60


def test_twelve_hours_are_the_end_whatever_is_done(client, clock_of_sessions):
    account()
    sign_in(client)
    for _quarter in range(12 * 4 - 1):
        clock_of_sessions(15 * 60)
        assert client.get("/account/").status_code == 200
    assert left(client) <= 15 * 60
    clock_of_sessions(15 * 60 + 61)
    assert client.get("/account/").status_code == 302


def test_a_wall_is_left_open_all_day_by_a_leader_but_not_by_others(client, clock_of_sessions):
    account("zhuren", Role.LEADER)
    account("ducha", Role.STAFF)
    desk = Client()
    sign_in(client, "zhuren")
    sign_in(desk, "ducha")
    for _refresh in range(5):
        clock_of_sessions(9 * 60)
        for each in (client, desk):
            each.get("/wall/", headers={"X-Requested-With": "fetch"})
    assert client.get("/wall/").status_code == 200
    assert desk.get("/wall/").status_code == 302


def test_leaving_ends_the_session_and_forgets_what_it_held(client):
    user = account()
    sign_in(client)
    key = client.session.session_key
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert not Session.objects.filter(session_key=key).exists()
    assert dict(client.session) == {}
    assert SignIn.objects.get().end == SignIn.End.SIGNED_OUT
    assert actors("access.sign_out") == [user.pk]
    client.cookies["sessionid"] = key
    assert client.get("/account/").status_code == 302


def test_leaving_is_not_done_by_following_a_link(client):
    account()
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/account/").status_code == 200


def test_a_session_gets_a_new_key_when_somebody_signs_in(client):
    account()
    client.get("/sign-in/?next=/figures/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    sign_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_the_page_lists_where_one_is_signed_in(client):
    account()
    other = Client(headers={"user-agent": WECHAT}, REMOTE_ADDR="198.51.100.7")
    sign_in(other)
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client)
    page = client.get("/account/")
    assert [(each.device, each.is_this) for each in page.context["lasting"]] == [
        ("Firefox · Windows", True),
        ("WeChat · Android", False),
    ]
    assert "198.51.100.7" in page.content.decode()


def test_one_ends_another_sign_in_of_ones_own(client):
    user = account()
    other = Client()
    sign_in(other)
    sign_in(client)
    there = SignIn.objects.order_by("pk").first()
    client.post(f"/account/sign-ins/{there.pk}/end/")
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    there.refresh_from_db()
    assert there.end == SignIn.End.ENDED
    assert actors("access.end_sign_in") == [user.pk]


def test_all_others_end_at_once(client):
    account()
    others = [Client() for _n in range(3)]
    for each in (*others, client):
        sign_in(each)
    client.post("/account/sign-ins/others/end/")
    assert [each.get("/account/").status_code for each in (*others, client)] == [302, 302, 302, 200]


def test_nobody_ends_somebody_elses_but_the_security_administrator(client):
    account()
    account("li")
    other = Client()
    sign_in(other, "li")
    sign_in(client)
    theirs = SignIn.objects.get(user__username="li")
    assert client.post(f"/account/sign-ins/{theirs.pk}/end/").status_code == 404
    assert client.post(f"/accounts/{theirs.user_id}/sign-ins/{theirs.pk}/end/").status_code == 403
    desk = Client()
    desk.force_login(account("anquan", Role.SECURITY_ADMIN))
    desk.post(f"/accounts/{theirs.user_id}/sign-ins/{theirs.pk}/end/")
    assert other.get("/account/").status_code == 302
    theirs.refresh_from_db()
    assert theirs.end == SignIn.End.ADMINISTRATOR


def test_the_worker_writes_down_which_sessions_ended_by_themselves(client, clock_of_sessions):
    account()
    other = Client()
    sign_in(other)
    clock_of_sessions(31 * 60)
    sign_in(client)
    assert clear_lapsed() == 1
    assert {s.end for s in SignIn.objects.all()} == {SignIn.End.LAPSED, ""}
    assert Session.objects.count() == 1
    assert "access.close_lapsed_sign_ins" in verbs()
    assert clear_lapsed() == 0


def test_the_key_of_a_session_is_not_in_the_ledger(client):
    account()
    sign_in(client)
    assert client.session.session_key not in whole_ledger()


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Firefox · Windows"),
        (WECHAT, "WeChat · Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 13_5) Version/16.5 Safari/605.1.15", "Safari · macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "Edge · Windows"),
        ("curl/8.1", "未知设备"),
    ],
)
def test_a_device_is_told_in_two_words(user_agent, said):
    assert device_of(user_agent) in {said, "unknown device"}


def test_who_signs_in_again_without_leaving_goes_on_in_the_same_session(client):
    user = account()
    client.force_login(user)
    client.force_login(user)
    assert client.get("/account/").status_code == 200
    assert SignIn.objects.filter(user=user, ended_at=None).count() == 1
