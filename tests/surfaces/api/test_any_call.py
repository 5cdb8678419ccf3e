"""Does whatever a program sends get an answer that the description knows, and never a crash?"""

import pytest
import schemathesis
from django.contrib.auth.models import Group, User
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from guatu.base import clock
from guatu.kernel.registry.actions import insert_records
from guatu.kernel.registry.declaration import all_registries
from guatu.surfaces.api.actions import make_key
from guatu.surfaces.api.urls import api
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
OF_A_REGISTRY = ("list_enterprises", "read_enterprises", "create_enterprises", "change_enterprises")
OF_MEASURES = ("list_measures", "list_numbers", "trace_number", "list_moves")
OPERATIONS = OF_A_REGISTRY + OF_MEASURES
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
EXAMPLES = 40


@pytest.fixture
def headers(db):
    user = User.objects.create_user("staff-1")
    user.groups.add(Group.objects.get_or_create(name="staff")[0])
    values = make_enterprises(5, clock.today())
    insert_records(ENTERPRISES, values, source="清单", as_of=clock.today())
    _key, secret = make_key(name="试", may_write=True, days=9, by=user)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def _one_connection():
    # As Django's own test client does: the test's transaction lives on through all requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_address_keeps_to_its_description(name, mode, headers):
    load_all_checks()
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/1/"))
    schema.app = get_wsgi_application()
    operation = schema.find_operation_by_id(name)
    statuses = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case):
        with transaction.atomic():
            statuses.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)
            transaction.set_rollback(True)

    call()
    assert statuses
    assert 500 not in statuses


def test_all_registries_have_the_operations_that_are_tried_on_one():
    found = api.get_openapi_schema(path_prefix="/api/1/")["paths"].values()
    kinds = {name.partition("_")[0] for name in OF_A_REGISTRY}
    wanted = {f"{kind}_{registry.slug}" for kind in kinds for registry in all_registries()}
    assert {each["operationId"] for path in found for each in path.values()} == wanted | {*OF_MEASURES}
