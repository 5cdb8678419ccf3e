"""Do letters go out once each, through a real mail server, and is it told when they do not?"""

import ssl
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils.translation import override
from post_office import PASSWORD, PostOffice, Server, make_certificate

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.jobs.queries import queued
from guatu.kernel.jobs.running import Hopeless
from guatu.kernel.mail.actions import send
from guatu.kernel.mail.backend import Outbox
from guatu.kernel.mail.jobs import deliver, sweep
from guatu.kernel.mail.models import Letter, LetterState
from guatu.kernel.mail.server import read_server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def office(settings):
    taken = PostOffice()
    server = Server(taken)
    server.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{server.port}"
    settings.DEFAULT_FROM_EMAIL = "挂图 <guatu@zone.example>"
    yield taken
    server.stop()


def write(**others):
    return send(
        "wang@firm.example", "六月报表", "您好，\n请报送六月报表。", about="statistics.return:12", **others
    )


def state_of(letter):
    letter.refresh_from_db()
    return letter.state


def test_a_letter_is_queued_in_the_transaction_that_writes_it(office):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert queued() == []
    letter = write()
    assert [(each.name, each.arguments) for each in queued()] == [("mail.deliver", {"letter": letter.pk})]


def test_a_letter_arrives_as_it_was_written(office):
    letter = write(html="<p>您好</p>")
    deliver(letter=letter.pk)
    (arrived,) = office.letters
    assert state_of(letter) == LetterState.SENT
    assert letter.sent_at is not None
    assert letter.answer == "taken as 1"
    assert arrived["Subject"] == "六月报表"
    assert arrived["From"].addresses[0].display_name == "挂图"
    assert arrived["Message-ID"] == letter.message_id
    assert letter.message_id.endswith("@zone.example>")
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_body(("plain",)).get_content().splitlines() == ["您好，", "请报送六月报表。"]
    assert arrived.get_body(("html",)).get_content().strip() == "<p>您好</p>"


def test_a_letter_that_was_sent_is_not_sent_again(office):
    letter = write()
    deliver(letter=letter.pk)
    deliver(letter=letter.pk)
    assert len(office.letters) == 1


def test_what_the_server_does_not_take_now_waits_for_the_next_attempt(office):
    letter = write()
    office.says["RCPT"] = "450 the mailbox is busy"
    with pytest.raises(GuatuError, match="450 the mailbox is busy"):
        deliver(letter=letter.pk)
    assert state_of(letter) == LetterState.WAITING
    office.says = {"DATA": "451 the disk is full"}
    with pytest.raises(GuatuError, match="451"):
        deliver(letter=letter.pk)
    assert state_of(letter) == LetterState.WAITING
    office.says.clear()
    deliver(letter=letter.pk)
    assert state_of(letter) == LetterState.SENT


def test_what_the_server_refuses_for_good_is_told_and_not_tried_again(office):
    letter = write()
    office.says["RCPT"] = "550 no such mailbox"
    with pytest.raises(Hopeless, match="550 no such mailbox"):
        deliver(letter=letter.pk)
    assert state_of(letter) == LetterState.REFUSED
    assert letter.answer == "no such mailbox"


def test_when_the_line_breaks_after_the_text_it_is_not_sent_again_by_itself(office):
    letter = write()
    office.break_off = True
    with pytest.raises(Hopeless, match="Nobody knows whether"):
        deliver(letter=letter.pk)
    assert state_of(letter) == LetterState.UNSURE
    assert len(office.letters) == 1


def test_a_worker_that_died_while_handing_over_leaves_it_to_a_person(office):
    letter = write()
    Letter.objects.update(state=LetterState.SENDING)
    with pytest.raises(Hopeless, match="Nobody knows whether"):
        deliver(letter=letter.pk)
    assert office.letters == []
    deliver(letter=letter.pk)  # by a person, from the page of jobs
    assert [each["Message-ID"] for each in office.letters] == [letter.message_id]


def test_of_two_workers_at_one_letter_one_sends_it(office, monkeypatch):
    letter = write()

    def overtake(*_):
        Letter.objects.update(state=LetterState.SENDING)
        return 250, b"OK"

    monkeypatch.setattr("smtplib.SMTP.rcpt", overtake)
    deliver(letter=letter.pk)
    assert office.letters == []


def test_a_letter_that_became_useless_is_not_sent(office):
    letter = write(secret=True, good_for=timedelta(seconds=-1))
    deliver(letter=letter.pk)
    assert office.letters == []
    assert state_of(letter) == LetterState.EXPIRED
    assert letter.body == ""


def test_without_a_mail_server_letters_wait_until_there_is_one(settings, office):
    url, settings.SMTP_URL = settings.SMTP_URL, ""
    letter = write()
    deliver(letter=letter.pk)
    assert state_of(letter) == LetterState.WAITING
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    sweep()
    assert queued() == []
    settings.SMTP_URL = url
    sweep()
    assert [each.arguments for each in queued()] == [{"letter": letter.pk}]


def test_a_server_that_does_not_answer_is_named(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    letter = write()
    with pytest.raises(GuatuError, match=r"127\.0\.0\.1:1 cannot be spoken to"):
        deliver(letter=letter.pk)
    assert state_of(letter) == LetterState.WAITING


def test_what_django_sends_goes_through_the_outbox_and_keeps_no_secret(office):
    message = EmailMultiAlternatives("Reset", "the link", to=["a@firm.example"], cc=["b@firm.example"])
    message.attach_alternative("<p>the link</p>", "text/html")
    assert Outbox().send_messages([message]) == 1
    for letter in Letter.objects.all():
        deliver(letter=letter.pk)
    assert {each["To"] for each in office.letters} == {"a@firm.example", "b@firm.example"}
    assert {(letter.body, letter.html) for letter in Letter.objects.all()} == {("", "")}


def test_files_are_not_sent(office):
    message = EmailMultiAlternatives("Files", "here", to=["a@firm.example"])
    message.attach("a.txt", "a", "text/plain")
    with pytest.raises(GuatuError, match="letters carry no files"):
        Outbox().send_messages([message])


@pytest.mark.parametrize(
    "address", ["", "wang", "wang@firm.example\nBcc: all@firm.example", "王@firm.example"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Refused):
        send(address, "六月报表", "x")


def test_a_subject_stays_on_its_line(office):
    letter = send("wang@firm.example", "June\r\nBcc: all@firm.example", "x")
    deliver(letter=letter.pk)
    assert office.letters[0]["Bcc"] is None


def test_the_ledger_holds_no_address_and_no_text(office):
    write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT after::text FROM ledger_entry WHERE relation = 'mail_letter'")
        entries = " ".join(row[0] for row in cursor.fetchall())
    assert "statistics.return:12" in entries
    for kept_out in ("wang", "firm.example", "六月", "\\u516d"):
        assert kept_out not in entries


@pytest.mark.parametrize("tls", ["smtps", "starttls"])
def test_over_an_encrypted_line_with_a_password(settings, tmp_path, tls):
    certificate, key = make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    office = PostOffice()
    server = Server(office, tls=tls, context=context, password=PASSWORD)
    scheme = "smtps" if tls == "smtps" else "smtp+starttls"
    settings.SMTP_URL = f"{scheme}://guatu:pass%2Fword%401@localhost:{server.port}"
    letter = write()
    server.start()
    try:
        with pytest.raises(GuatuError, match=r"certificate|CERTIFICATE"):
            deliver(letter=letter.pk)
        settings.SMTP_CA = str(certificate)
        deliver(letter=letter.pk)
    finally:
        server.stop()
    assert office.users == ["guatu"]
    assert state_of(letter) == LetterState.SENT


def test_a_password_is_not_sent_openly():
    assert read_server("") is None
    assert read_server("smtp://relay.zone.example").port == 25
    assert read_server("smtp://a:b@localhost").password == "b"
    for wrong in ("smtp://a:b@relay.zone.example", "http://relay.zone.example", "smtp://", "smtp://h:port"):
        with pytest.raises(GuatuError):
            read_server(wrong)
