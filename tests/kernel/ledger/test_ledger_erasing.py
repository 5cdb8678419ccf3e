"""Does a person's data vanish from the ledger, and do all proofs stay?"""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import translation

from guatu.base.errors import Refused
from guatu.kernel.ledger.checkpoints import kept_outside
from guatu.kernel.ledger.context import action, coming_from
from guatu.kernel.ledger.erasing import Place, Row, erase_person, rows_of_account
from guatu.kernel.ledger.history import history_of
from guatu.kernel.ledger.installation import own_address, own_connection, own_notary
from guatu.kernel.ledger.proofs import prove_entry
from guatu.kernel.ledger.sealing import seal
from guatu.kernel.ledger.verification import verify
from guatu.site.ledger_command import run
from guatu.site.ledger_policy import POLICY
from tests.ambient_action import empty_ledger

pytestmark = pytest.mark.django_db(transaction=True)
LAW = "个人信息保护法 art. 47, asked for on paper"
PERSONAL = ("欧阳", "铁军", "ouyang@example.cn", "192.0.2.44")


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS = tmp_path / "key", tmp_path / "checkpoints"
    settings.LEDGER_ORIGIN = "guatu/test"


@pytest.fixture(autouse=True)
def fresh_ledger():
    """Other tests' entries stay in the tests' database; here the ledger begins anew."""
    empty_ledger()


@pytest.fixture
def officer():
    with action("test.hire", by=None):
        return User.objects.create_user("clerk")


@pytest.fixture
def person(officer):
    with action("test.hire", by=officer):
        user = User.objects.create_user("ouyang", "ouyang@example.cn", first_name="铁军", last_name="欧阳")
    with coming_from("r-1", "192.0.2.44"), action("test.change_own_name", by=user):
        User.objects.filter(pk=user.pk).update(first_name="铁")
        User.objects.filter(pk=user.pk).update(first_name="铁军")
    return user


def everything_in_the_ledger():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'ledger\\_%%' AND relkind IN ('r', 'v')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield from (text for (text,) in cursor.fetchall())


def found(values):
    text = "\n".join(everything_in_the_ledger())
    return [value for value in values if value in text]


def findings():
    notary = own_notary()
    notes = [file.read_text("utf-8") for file in kept_outside(notary.folder)]
    report = verify(own_address(), notary.verifier, outside=notes, policy=POLICY)
    assert report.unsealed == 0
    return report.findings


def test_a_person_is_nowhere_in_the_ledger_and_all_proofs_hold(person, officer):
    seal()
    assert found(PERSONAL) == list(PERSONAL)
    seqs = [entry.seq for entry in history_of(person, may_read=bool)]
    with own_connection() as own:
        before = [prove_entry(own, own_notary(), seq) for seq in seqs]
    erasure = erase_person(rows_of_account(person), reason=LAW, by=officer)
    assert erasure.forgotten >= 6
    assert found(PERSONAL) == []
    person.refresh_from_db()
    assert (person.first_name, person.last_name, person.email) == ("", "", "")
    with own_connection() as own:
        assert [prove_entry(own, own_notary(), seq) for seq in seqs] == before
    seal()
    assert findings() == ()


@translation.override("en")
def test_its_history_says_that_it_was_erased_by_whom_and_why(person, officer):
    erase_person(rows_of_account(person), reason=LAW, by=officer)
    newest, *_others, created = history_of(person, may_read=bool)
    assert (newest.verb, newest.by, newest.reason) == ("ledger.erase_person", "clerk", LAW)
    said = {change.field: change.after for change in created.changes}
    assert (said["first_name"], said["last_name"], said["username"]) == ("erased", "erased", "ouyang")


def test_a_row_that_is_gone_is_forgotten_too(person, officer):
    key = str(person.pk)
    with action("test.dismiss", by=officer):
        person.delete()
    assert found(["铁军"]) == ["铁军"]
    assert erase_person([Row("auth_user", key)], reason=LAW, by=officer).forgotten >= 6
    assert found(PERSONAL[:3]) == []


def test_where_a_value_stands_beside_is_told(person, officer):
    with action("test.note", by=officer):
        officer.username = "friend of 欧阳"
        officer.save()
    erasure = erase_person(rows_of_account(person), reason=LAW, by=officer)
    assert Place("auth_user", "username", 1) in erasure.still_found
    assert Place("ledger_entry", "after", 1) in erasure.still_found


@translation.override("en")
def test_nothing_is_erased_without_a_reason_or_where_nothing_is_personal(person, officer):
    with pytest.raises(Refused, match="Say why"):
        erase_person(rows_of_account(person), reason=" ", by=officer)
    with pytest.raises(Refused, match="nothing personal"):
        erase_person([Row("plan_plan", "1")], reason=LAW, by=officer)
    assert found(PERSONAL) == list(PERSONAL)


def test_the_command_erases_an_account_or_one_row(person, officer, capsys):
    assert run(["erase-person", f"auth_user:{person.pk}", "--reason", LAW, "--by", "clerk"]) == 0
    assert re.search(r"Forgotten: \d+ values", capsys.readouterr().out)
    assert found(PERSONAL) == ["192.0.2.44"]
    assert run(["erase-person", "ouyang", "--reason", LAW]) == 0
    assert found(PERSONAL) == []


def test_the_policy_names_whose_account_a_row_is_about():
    assert set(POLICY.of_account) <= set(POLICY.personal)
