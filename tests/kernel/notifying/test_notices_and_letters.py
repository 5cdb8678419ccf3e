"""Are people told once, as they want to be told, and does a letter tell of each notice exactly once?"""

from datetime import datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_noop

from guatu.base.clock import ZONE_TIME
from guatu.base.errors import GuatuError, Refused
from guatu.kernel.jobs.models import Failure
from guatu.kernel.jobs.queries import queued
from guatu.kernel.jobs.running import write_failure
from guatu.kernel.mail.jobs import deliver
from guatu.kernel.mail.models import Letter, LetterState
from guatu.kernel.notifying import choosing, kinds, letters
from guatu.kernel.notifying.actions import choose, mark_seen, notify, set_hours, stop_letters
from guatu.kernel.notifying.kinds import Kind, Pace, declare, sentence_of
from guatu.kernel.notifying.letters import Line, Part, register_composer, write_due
from guatu.kernel.notifying.models import Notice
from guatu.kernel.notifying.queries import notices_of, unseen_by
from guatu.kernel.notifying.stopping import off_token, read_token
from tests.kernel.mail.post_office import PostOffice, Server

pytestmark = pytest.mark.django_db
FRIDAY_NOON = datetime(2026, 11, 20, 12, tzinfo=ZONE_TIME)


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    """The real moment, which a test moves on."""
    at = [FRIDAY_NOON]
    for module in (choosing, letters):
        monkeypatch.setattr(module, "real_moment", lambda: at[0])
    monkeypatch.setattr("guatu.kernel.notifying.actions.real_moment", lambda: at[0])
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(letters, "_composers", {})
    return at


@pytest.fixture
def now_kind(moment):
    return declare(Kind("test.now", "Sent back", gettext_noop("“%(what)s” was sent back"), mail=Pace.NOW))


@pytest.fixture
def daily_kind(moment):
    return declare(Kind("test.daily", "Turned", gettext_noop("“%(what)s” turned"), mail=Pace.DAILY))


@pytest.fixture
def wang():
    return User.objects.create_user("wang", "wang@zone.example", last_name="王", first_name="芳")


def tell(kind, *people, what="技工贸总收入", key="1", **others):
    return notify(
        kind, [each.pk for each in people], key=key, told={"what": what}, address="/plans/", **others
    )


def test_what_comes_again_before_it_was_seen_is_one_notice_with_its_newest_words(now_kind, wang):
    tell(now_kind, wang, what="旧")
    tell(now_kind, wang, what="新")
    tell(now_kind, wang, key="2")
    first = Notice.objects.get(key="1")
    assert (first.times, sentence_of(first.kind, first.params)) == (2, "“新” was sent back")
    assert unseen_by(wang) == 2
    assert mark_seen(wang, [first.pk]) == 1
    tell(now_kind, wang, what="再")
    assert Notice.objects.filter(key="1").count() == 2


def test_who_acts_and_whose_account_is_closed_are_not_told(now_kind, wang):
    gone = User.objects.create_user("gone", is_active=False)
    assert tell(now_kind, wang, gone, by=wang) == 0
    assert not Notice.objects.exists()


def test_one_sees_and_marks_the_own_alone(now_kind, wang):
    other = User.objects.create_user("other")
    tell(now_kind, wang, other)
    assert mark_seen(other, [each.pk for each in Notice.objects.all()]) == 1
    assert (unseen_by(wang), unseen_by(other)) == (1, 0)


def test_kinds_that_are_off_leave_no_trace_and_mail_alone_stays_out_of_the_pages(now_kind, wang):
    choose({"test.now": (False, Pace.OFF)}, by=wang)
    assert tell(now_kind, wang) == 0
    choose({"test.now": (False, Pace.NOW)}, by=wang)
    assert tell(now_kind, wang) == 1
    assert not notices_of(wang).exists()
    assert write_due() == 1


def test_a_letter_at_once_is_asked_for_and_written_once(now_kind, wang):
    tell(now_kind, wang)
    assert "notices.mail" in {each.name for each in queued()}
    assert (write_due(), write_due()) == (1, 0)
    letter = Letter.objects.get()
    assert (letter.recipient, letter.subject) == ("wang@zone.example", "“技工贸总收入” was sent back")


def test_a_digest_comes_once_on_the_next_working_morning(daily_kind, wang, moment):
    tell(daily_kind, wang, key="1", what="甲")
    tell(daily_kind, wang, key="2", what="乙")
    assert write_due() == 0
    moment[0] = FRIDAY_NOON + timedelta(days=1)
    assert write_due() == 0
    moment[0] = datetime(2026, 11, 23, 8, 1, tzinfo=ZONE_TIME)
    assert (write_due(), write_due()) == (1, 0)
    body = Letter.objects.get().body
    assert body.count("turned") == 2


def test_quiet_hours_hold_a_letter_until_their_end_and_drop_nothing(now_kind, wang, moment):
    set_hours(quiet_from=time(22), quiet_until=time(7), working_days=False, language="en", by=wang)
    moment[0] = datetime(2026, 11, 20, 23, tzinfo=ZONE_TIME)
    tell(now_kind, wang)
    assert write_due() == 0
    moment[0] = datetime(2026, 11, 21, 7, tzinfo=ZONE_TIME)
    assert write_due() == 1


def test_quiet_hours_that_are_asked_for_later_hold_what_waits_already(daily_kind, wang, moment):
    tell(daily_kind, wang)
    set_hours(quiet_from=time(7), quiet_until=time(10), working_days=False, language="en", by=wang)
    moment[0] = datetime(2026, 11, 23, 8, 1, tzinfo=ZONE_TIME)
    assert write_due() == 0
    moment[0] = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE_TIME)
    assert write_due() == 1


def test_what_was_seen_in_the_pages_is_not_mailed(daily_kind, wang, moment):
    tell(daily_kind, wang)
    mark_seen(wang)
    moment[0] = FRIDAY_NOON + timedelta(days=5)
    assert write_due() == 0


def test_what_was_mailed_and_comes_again_waits_for_the_morning(now_kind, wang, moment):
    tell(now_kind, wang)
    assert write_due() == 1
    tell(now_kind, wang)
    assert write_due() == 0
    moment[0] = datetime(2026, 11, 23, 8, 1, tzinfo=ZONE_TIME)
    assert write_due() == 1


def test_a_run_that_breaks_off_leaves_nothing_and_the_next_writes_the_letter(now_kind, wang, monkeypatch):
    tell(now_kind, wang)
    with monkeypatch.context() as broken:
        broken.setattr(
            letters, "_mark", lambda *args, **kwargs: (_ for _ in ()).throw(RuntimeError("killed"))
        )
        with pytest.raises(RuntimeError):
            write_due()
    assert not Letter.objects.exists()
    assert write_due() == 1
    assert Letter.objects.count() == 1


def test_who_has_no_address_gets_no_letter_and_the_rest_do(now_kind, wang):
    mute = User.objects.create_user("mute")
    tell(now_kind, mute, wang)
    assert write_due() == 1
    assert unseen_by(mute) == 1


def test_a_digest_ends_with_what_waits_and_a_letter_at_once_does_not(now_kind, daily_kind, wang, moment):
    register_composer("waits", lambda person: [Part("Waits for you", (Line("销号 3"),)), Part("Nothing", ())])
    tell(now_kind, wang)
    write_due()
    assert "Waits" not in Letter.objects.get().body
    tell(daily_kind, wang)
    moment[0] = datetime(2026, 11, 23, 9, tzinfo=ZONE_TIME)
    write_due()
    newest = Letter.objects.first()
    assert "Waits for you\n- 销号 3" in newest.body
    assert "Nothing" not in newest.body


def test_a_letter_speaks_its_readers_language_and_leads_to_pages_if_the_site_has_a_name(
    now_kind, wang, settings
):
    settings.SITE_ADDRESS = "https://zone.example"
    set_hours(quiet_from=None, quiet_until=None, working_days=False, language="en", by=wang)
    tell(now_kind, wang, what="<报表> & co")
    write_due()
    letter = Letter.objects.get()
    assert "“<报表> & co” was sent back\n  https://zone.example/plans/" in letter.body
    assert "All notices: https://zone.example/notices/" in letter.body
    assert '<html lang="en">' in letter.html
    assert "&lt;报表&gt; &amp; co" in letter.html


def test_a_link_in_a_letter_stops_its_kind_for_its_reader_alone(now_kind, daily_kind, wang):
    token = off_token(wang.pk, now_kind.code)
    assert read_token(token) == (wang, now_kind)
    assert read_token(token.replace("now", "daily")) is None
    assert stop_letters("nonsense") is None
    assert stop_letters(token) == now_kind
    tell(now_kind, wang)
    tell(daily_kind, wang)
    assert Notice.objects.get(kind="test.now").mail_at is None
    assert Notice.objects.get(kind="test.daily").mail_at is not None


def test_half_quiet_hours_and_unknown_languages_are_refused(wang):
    with pytest.raises(Refused):
        set_hours(quiet_from=time(22), quiet_until=None, working_days=False, language="en", by=wang)
    with pytest.raises(Refused):
        set_hours(quiet_from=None, quiet_until=None, working_days=False, language="fr", by=wang)


def test_two_kinds_of_one_code_are_a_mistake(now_kind):
    with pytest.raises(GuatuError):
        declare(Kind("test.now", "Other", "other"))


def test_a_real_mail_server_gets_one_letter(now_kind, wang, settings):
    office = PostOffice()
    server = Server(office)
    server.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{server.port}"
    settings.DEFAULT_FROM_EMAIL = "guatu@zone.example"
    try:
        tell(now_kind, wang)
        for _again in range(2):
            write_due()
            for letter in Letter.objects.all():
                deliver(letter=letter.pk)
    finally:
        server.stop()
    assert [each["To"] for each in office.letters] == ["wang@zone.example"]
    assert office.letters[0].get_content_type() == "multipart/alternative"
    assert Letter.objects.get().state == LetterState.SENT


def test_a_new_failure_is_told_who_keeps_the_machinery_once(moment):
    keeper = User.objects.create_user("keeper", "keeper@zone.example")
    keeper.groups.add(Group.objects.get_or_create(name="system_admin")[0])
    for _again in range(2):
        write_failure("plan.turn_lights", "plan.turn_lights", 1, ValueError("broken"), None)
    write_failure("mail.deliver:1", "mail.deliver", 2, ValueError("no server"), None)
    assert Failure.objects.count() == 2
    assert [each.kind for each in notices_of(keeper)] == ["jobs.failed"]
