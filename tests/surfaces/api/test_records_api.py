"""Does the API give, take, refuse and repeat as it says?"""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from guatu.base import clock
from guatu.kernel.access.signing_in.actions import end_all_sign_ins, give_password
from guatu.kernel.registry.actions import insert_records
from guatu.surfaces.api.actions import make_key, revoke_key
from guatu.surfaces.api.models import KeptAnswer, Key
from guatu.surfaces.api.repeats import forget_old
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
ROOT = "/api/1/records/enterprises"
NEW = {
    "source": "接口",
    "record": {
        "name": "星野试验有限公司",
        "old_number": "430100000012345",
        "kind": "company",
        "status": "in_business",
        "established_on": "2019-01-02",
    },
}


def user_of(role: str) -> User:
    user = User.objects.create_user(f"{role}-1")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def program(user: User, *, may_write: bool = True) -> dict[str, str]:
    _key, secret = make_key(name="报表", may_write=may_write, days=30, by=user)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def clerk(db):
    return user_of("staff")


@pytest.fixture
def firms(db):
    with clock.use(date(2019, 3, 4)):
        values = make_enterprises(120, date(2019, 2, 28))
        return insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))


def post(client, headers, sent, **more):
    return client.post(ROOT, json.dumps(sent), content_type="application/json", headers={**headers, **more})


def patch(client, headers, pk, sent, **more):
    headers = {**headers, **more}
    return client.patch(f"{ROOT}/{pk}", json.dumps(sent), content_type="application/json", headers=headers)


def test_a_list_goes_on_to_its_end_and_tells_each_record_once(client, clerk, firms):
    headers, cursor, seen = program(clerk), "", []
    while True:
        answer = client.get(f"{ROOT}?limit=50&cursor={cursor}", headers=headers).json()
        seen += [each["id"] for each in answer["items"]]
        if not (cursor := answer["next"]):
            break
    assert seen == sorted(firm.pk for firm in firms)


def test_a_list_is_narrowed_as_on_the_page(client, clerk, firms):
    found = client.get(f"{ROOT}?status=in_business&limit=200", headers=program(clerk)).json()["items"]
    assert len(found) == Enterprise.objects.filter(status="in_business").count() > 0
    assert {each["record"]["status"] for each in found} == {"in_business"}


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=100000000000000000000", "cursor=%00", "cursor=zzz", "status=nonsense", "q=%00"],
)
def test_what_cannot_be_asked_is_said_and_no_crash(query, client, clerk, firms):
    answer = client.get(f"{ROOT}?{query}", headers=program(clerk))
    assert answer.status_code == 422
    assert answer.json()["problems"]


def test_closed_fields_are_null_and_named(client, firms):
    answer = client.get(f"{ROOT}/{firms[0].pk}", headers=program(user_of("leader"))).json()
    assert answer["record"]["legal_representative"] is None
    assert "legal_representative" in answer["masked"]
    assert firms[0].legal_representative not in json.dumps(answer, ensure_ascii=False)


def test_without_a_key_or_with_a_spent_one_nobody_comes_in(client, clerk, firms):
    key, secret = make_key(name="一", may_write=False, days=1, by=clerk)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get(ROOT).status_code == 401
    assert client.get(ROOT, headers={"Authorization": "Bearer guatu_wrong"}).status_code == 401
    assert client.get(ROOT, headers=headers).status_code == 200
    with clock.use(clock.today() + timedelta(days=2)):
        assert client.get(ROOT, headers=headers).status_code == 401
    revoke_key(key, by=clerk)
    assert client.get(ROOT, headers=headers).status_code == 401


def test_a_key_is_no_way_around_a_password_that_must_be_changed(client, clerk, firms):
    headers = program(clerk)
    assert client.get(f"{ROOT}?changed_since=2019-01-01T00:00:00", headers=headers).status_code == 200
    give_password(clerk, by=user_of("security_admin"))
    assert client.get(ROOT, headers=headers).status_code == 403


def test_a_key_that_reads_does_not_write_and_a_reader_s_key_neither(client, clerk, db):
    assert post(client, program(clerk, may_write=False), NEW).status_code == 403
    assert post(client, program(user_of("auditor")), NEW).status_code == 403
    assert not Enterprise.objects.exists()


def test_a_record_is_made_and_changed_under_the_key_s_user(client, clerk, db):
    headers = program(clerk)
    made = post(client, headers, NEW)
    assert made.status_code == 201
    pk, seen = made.json()["id"], made.json()["changed_at"]
    assert Enterprise.objects.get(pk=pk).source_of("name")[0] == "接口"
    change = {"source": "接口", "record": {"name": "星野试验二厂有限公司"}, "seen": seen}
    assert patch(client, headers, pk, change).json()["record"]["name"] == "星野试验二厂有限公司"
    assert patch(client, headers, pk, change).status_code == 409
    assert patch(client, headers, 2**62, change).status_code == 404


def test_all_that_is_wrong_is_said_at_once(client, clerk, db):
    wrong = {
        "source": "接口",
        "record": {**NEW["record"], "uscc": "91350100M000100Y4Z", "customs_code": "x" * 99},
    }
    answer = post(client, program(clerk), wrong)
    assert answer.status_code == 422
    assert {problem["field"] for problem in answer.json()["problems"]} >= {"record.customs_code"}
    del wrong["record"]["customs_code"]
    assert "uscc" in {problem["field"] for problem in post(client, program(clerk), wrong).json()["problems"]}
    assert not Enterprise.objects.exists()


def test_the_same_post_again_does_nothing_twice(client, clerk, db):
    headers = program(clerk)
    first = post(client, headers, NEW, **{"Idempotency-Key": "a-1"})
    again = post(client, headers, NEW, **{"Idempotency-Key": "a-1"})
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert Enterprise.objects.count() == 1
    other = {**NEW, "record": {**NEW["record"], "name": "另一家"}}
    assert post(client, headers, other, **{"Idempotency-Key": "a-1"}).json()["code"] == "key_used"


def test_a_post_that_failed_leaves_its_key_free(client, clerk, db):
    headers = program(clerk)
    wrong = {**NEW, "record": {**NEW["record"], "uscc": "91350100M000100Y4Z"}}
    assert post(client, headers, wrong, **{"Idempotency-Key": "b"}).status_code == 422
    assert post(client, headers, NEW, **{"Idempotency-Key": "b"}).status_code == 201


def test_old_answers_are_forgotten(client, clerk, db):
    post(client, program(clerk), NEW, **{"Idempotency-Key": "c"})
    assert forget_old() == 0
    with clock.use(clock.today() + timedelta(days=8)):
        assert forget_old() == 1
    assert not KeptAnswer.objects.exists()


def test_the_description_names_every_field_and_only_for_key_holders(client, clerk, db):
    assert client.get("/api/1/openapi.json").status_code == 401
    described = client.get("/api/1/openapi.json", headers=program(clerk)).json()
    values = described["components"]["schemas"]["EnterprisesValues"]["properties"]
    assert set(values) == set(ENTERPRISES.fields)
    assert {ROOT, f"{ROOT}/{{pk}}"} <= set(described["paths"])


def test_the_page_shows_a_secret_once_and_keeps_none(client, clerk, db):
    client.force_login(clerk)
    page = client.post("/api/keys/", {"name": "看板", "days": "30", "may_write": "1"})
    key = Key.objects.get()
    secret = next(part for part in page.content.decode().split('"') if part.startswith("guatu_"))
    assert client.get(ROOT, headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert secret not in client.get("/api/").content.decode()
    assert secret not in key.fingerprint
    client.post(f"/api/keys/{key.pk}/revoke")
    client.logout()
    assert client.get(ROOT, headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_nobody_revokes_another_s_key(client, clerk, db):
    key, _secret = make_key(name="一", may_write=False, days=1, by=clerk)
    client.force_login(user_of("supervision"))
    assert client.post(f"/api/keys/{key.pk}/revoke").status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None


def test_the_security_administrator_lists_and_revokes_every_key(client, clerk, firms):
    headers = program(clerk)
    key = Key.objects.get()
    other = user_of("supervision")
    make_key(name="另一", may_write=True, days=5, by=other)
    administrator = user_of("security_admin")
    client.force_login(administrator)
    page = client.get("/api/keys/all/")
    assert {each.pk for each in page.context["page"]} == set(Key.objects.values_list("pk", flat=True))
    assert [each.pk for each in client.get("/api/keys/all/", {"q": "报表"}).context["page"]] == [key.pk]
    assert Client().get(ROOT, headers=headers).status_code == 200
    client.post(f"/api/keys/all/{key.pk}/revoke")
    assert Client().get(ROOT, headers=headers).status_code == 401
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM ledger_action WHERE verb = 'api.revoke_key'")
        assert cursor.fetchall() == [(administrator.pk,)]
    # Those still open come first.
    assert [each.name for each in client.get("/api/keys/all/").context["page"]] == ["另一", "报表"]
    client.force_login(other)
    assert client.get("/api/keys/all/").status_code == 403
    assert client.post(f"/api/keys/all/{key.pk}/revoke").status_code == 403


@pytest.mark.parametrize("keys", [True, False])
def test_the_end_of_all_sign_ins_ends_keys_unless_they_may_stay(keys, client, clerk, firms):
    headers, other = program(clerk), program(user_of("statistics"))
    client.force_login(user_of("security_admin"))
    page = client.get(f"/accounts/{clerk.pk}/").content.decode()
    assert 'name="keys" value="1" checked' in page
    client.post(f"/accounts/{clerk.pk}/end-sign-ins/", {"keys": "1"} if keys else {})
    assert Client().get(ROOT, headers=headers).status_code == (401 if keys else 200)
    assert Client().get(ROOT, headers=other).status_code == 200


def test_keys_end_with_sign_ins_wherever_nothing_else_is_said(clerk, db):
    program(clerk)
    end_all_sign_ins(clerk, by=clerk)
    assert Key.objects.get().revoked_at is not None
